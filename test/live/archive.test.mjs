import { describe } from 'node:test';
import { live, ways } from '../support/live.mjs';
import { startEjabberd, startProsody } from '../support/servers.mjs';
import { archiveJourneys } from './archive-journeys.mjs';

describe('What Prosody keeps', () => {
  const world = live(startProsody);
  for (const [name, way] of Object.entries(ways)) describe(`over ${name}`, () => archiveJourneys(world, way));
});

describe('What ejabberd keeps', () => {
  const world = live(startEjabberd);
  describe('over WebSocket', () => archiveJourneys(world, ways.WebSocket));
});
