import { expect } from '@open-wc/testing';
import { restore } from 'sinon';
import type { XmppError } from '../../src/core/errors.js';
import type { BareJid, FullJid } from '../../src/core/jid.js';
import { takeSnapshot } from '../../src/session/commands/take-snapshot.js';
import { restoreSnapshot, type Snapshot } from '../../src/session/snapshot.js';
import { Stores } from '../../src/session/stores.js';
import { connectedSession } from '../support/fake-transport.js';
import { addressOf, FakeUploads, fileOf } from '../support/uploads.js';
import { waitUntil } from '../support/wait.js';

const conditionOf = (upload: Promise<unknown>) =>
  upload.then(
    () => 'done',
    (error: XmppError) => error.condition,
  );

describe('Sending files (XEP-0363)', () => {
  let fake: Awaited<ReturnType<typeof connectedSession>>;
  let uploads: FakeUploads;

  beforeEach(async () => {
    fake = await connectedSession();
    uploads = new FakeUploads(fake.server);
  });

  afterEach(async () => {
    restore();
    await fake.session.signOut();
  });

  it('finds where the server takes files, and how large they may be', async () => {
    const { session } = fake;
    expect(session.stores.features.uploadService).to.equal(undefined);

    await session.findUploadService();

    expect(session.stores.features.uploadService).to.deep.equal({ jid: 'upload.example.org', maxFileSize: 1000 });
  });

  it('does not ask again what it knows', async () => {
    const { session, server } = fake;
    await session.findUploadService();
    const { length } = server.requests;

    await session.findUploadService();

    expect(server.requests).to.have.lengthOf(length);
  });

  it('puts a file where the service says, and tells how much of it has gone', async () => {
    const { session } = fake;
    await session.findUploadService();
    const shares: number[] = [];
    const file = fileOf('notes.txt', 100);

    const address = session.uploadFile(file, { onProgress: (share) => shares.push(share) });
    await waitUntil(() => uploads.puts.length);
    const [put] = uploads.puts;
    expect(put?.body).to.equal(file);
    put?.progress(25);
    put?.progress(100);
    put?.answer();

    expect(await address).to.equal(addressOf('notes.txt'));
    expect(uploads.asked).to.deep.equal([
      { xmlns: 'urn:xmpp:http:upload:0', filename: 'notes.txt', size: '100', 'content-type': 'text/plain' },
    ]);
    expect([put?.method, put?.url]).to.deep.equal(['PUT', 'https://upload.example.org/put/notes.txt']);
    expect(put?.headers).to.deep.equal([
      ['Content-Type', 'text/plain'],
      ['Authorization', 'Bearer 1'],
    ]);
    expect(shares).to.deep.equal([0.25, 1]);
  });

  it('names a file of no known type as the service would', async () => {
    const { session } = fake;
    await session.findUploadService();

    const address = session.uploadFile(fileOf('save.game', 1, ''));
    await waitUntil(() => uploads.puts.length);
    uploads.puts[0]?.answer();
    await address;

    expect(uploads.asked[0]?.['content-type']).to.equal('application/octet-stream');
    expect(uploads.puts[0]?.headers[0]).to.deep.equal(['Content-Type', 'application/octet-stream']);
  });

  it('sends nothing where there is no service, or the file is too large', async () => {
    const { session } = fake;
    expect(await conditionOf(session.uploadFile(fileOf('a')))).to.equal('no-upload-service');
    await session.findUploadService();

    expect(await conditionOf(session.uploadFile(fileOf('a', 1001)))).to.equal('file-too-large');
    expect(uploads.asked).to.deep.equal([]);
  });

  it('tells why the service would not have it', async () => {
    const { session } = fake;
    await session.findUploadService();

    uploads.refusal = 'resource-constraint';

    expect(await conditionOf(session.uploadFile(fileOf('a')))).to.equal('resource-constraint');
    expect(uploads.puts).to.have.lengthOf(0);
  });

  it('puts nothing where everybody on the way could read it', async () => {
    const { session } = fake;
    await session.findUploadService();
    uploads.slotFor = () => ({ put: 'http://upload.example.org/put', get: addressOf('a') });

    expect(await conditionOf(session.uploadFile(fileOf('a')))).to.equal('unsafe-slot');
    expect(uploads.puts).to.have.lengthOf(0);
  });

  it('tells that an upload broke, and how', async () => {
    const { session } = fake;
    await session.findUploadService();
    const outcomes = ['a', 'b', 'c'].map((name) => conditionOf(session.uploadFile(fileOf(name))));
    await waitUntil(() => uploads.puts.length === 3);

    uploads.puts[0]?.fail();
    uploads.puts[1]?.answer(500);
    uploads.puts[2]?.answer(413);

    expect(await Promise.all(outcomes)).to.deep.equal(['upload-failed', 'upload-failed', 'file-too-large']);
  });

  it('stops when it is told to, before and while the file goes', async () => {
    const { session } = fake;
    await session.findUploadService();
    const early = new AbortController();
    const late = new AbortController();
    const outcomes = [early, late].map(({ signal }) => conditionOf(session.uploadFile(fileOf('a'), { signal })));

    early.abort();
    await waitUntil(() => uploads.puts.length);
    const [put] = uploads.puts;
    late.abort();

    expect(await Promise.all(outcomes)).to.deep.equal(['cancelled', 'cancelled']);
    expect(uploads.puts).to.have.lengthOf(1);
    expect(put?.body, 'nothing goes any more').to.equal(undefined);
  });

  it('stops when somebody signs out', async () => {
    const { session } = fake;
    await session.findUploadService();
    const outcome = conditionOf(session.uploadFile(fileOf('a')));
    await waitUntil(() => uploads.puts.length);

    await session.signOut();

    expect(await outcome).to.equal('cancelled');
  });

  it('knows the service on the next page without asking', async () => {
    const { session } = fake;
    await session.findUploadService();
    const own = { account: 'alice@example.org' as BareJid, presence: session.presence, places: [] };
    const snapshot = takeSnapshot(session.stores, { ...own, jid: session.jid as FullJid });
    const next = new Stores();

    restoreSnapshot(next, JSON.parse(JSON.stringify(snapshot)) as Snapshot);

    expect(next.features.uploadService).to.deep.equal({ jid: 'upload.example.org', maxFileSize: 1000 });
  });
});
