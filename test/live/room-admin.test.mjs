import { describe } from 'node:test';
import { live } from '../support/live.mjs';
import { startEjabberd, startProsody } from '../support/servers.mjs';
import { roomAdminJourneys } from './room-admin-journeys.mjs';

describe('Keeping a room, on Prosody', () => roomAdminJourneys(live(startProsody), 'websocket'));
describe('Keeping a room, on ejabberd', () => roomAdminJourneys(live(startEjabberd), 'websocket'));
