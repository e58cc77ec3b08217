import { describe } from 'node:test';
import { isLong, live } from '../support/live.mjs';
import { startEjabberd, startProsody } from '../support/servers.mjs';
import { strangersJourneys } from './strangers-journeys.mjs';

describe('Strangers in a room, on Prosody', () => strangersJourneys(live(startProsody), 'websocket'));
if (isLong) describe('Strangers in a room, on ejabberd', () => strangersJourneys(live(startEjabberd), 'websocket'));
