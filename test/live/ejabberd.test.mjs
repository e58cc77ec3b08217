import { describe } from 'node:test';
import { live, ways } from '../support/live.mjs';
import { startEjabberd } from '../support/servers.mjs';
import { coreJourneys } from './core-journeys.mjs';

describe('ejabberd', () => {
  const world = live(startEjabberd);
  for (const [name, way] of Object.entries(ways)) describe(`over ${name}`, () => coreJourneys(world, way));
});
