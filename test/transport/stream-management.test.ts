import { expect } from '@open-wc/testing';
import { useFakeTimers } from 'sinon';
import type { ConnectionError } from '../../src/core/errors.js';
import type { BareJid } from '../../src/core/jid.js';
import { element } from '../../src/transport/frames.js';
import { StropheTransport } from '../../src/transport/strophe-transport.js';
import type { Credentials } from '../../src/transport/transport.js';
import { BIND, login, MANAGEMENT, managedLogin, mechanisms, scriptedServer, type Step } from '../support/scripted.js';

const credentials: Credentials = { kind: 'password', jid: 'alice@example.org' as BareJid, password: 'secret' };
const SM = 'urn:xmpp:sm:3';
/** Signs in as far as stream management lets one resume, and answers that. */
const resuming = (answer: string): Step[] => [
  { features: mechanisms('SCRAM-SHA-256') },
  { scram: {} },
  { features: `${BIND}${MANAGEMENT}` },
  { expect: '<resume' },
  { send: answer },
];

const failureOf = (attempt: Promise<unknown>) => attempt.catch((reason: unknown) => reason) as Promise<ConnectionError>;
const message = (text: string) =>
  element(`<message xmlns="jabber:client" to="bob@example.org"><body>${text}</body></message>`);

async function online(...scripts: readonly (readonly Step[])[]) {
  const server = await scriptedServer(...scripts);
  const transport = new StropheTransport();
  const services = [server.websocket];
  await transport.connect({ credentials, services });
  const isLost = () => transport.state.waitFor(({ status }) => status === 'offline');
  const reconnect = () => transport.connect({ credentials, services });
  /** Waits until what the server sent so far has been read. */
  const settled = async () => {
    await server.send('<iq xmlns="jabber:client" type="get" id="probe"/>');
    await server.next('id="probe"');
  };
  /** How often the server has heard this. */
  const count = async (text: string) => (await server.received()).join('').split(text).length - 1;
  return { server, transport, isLost, reconnect, settled, count };
}

function watched(promise: Promise<unknown>) {
  const watch = { isDone: false };
  void promise.then(() => (watch.isDone = true)).catch(() => undefined);
  return watch;
}

describe('knowing that the server has it', () => {
  it('is by an ack that covers what was sent before', async () => {
    const { server, transport, settled } = await online(managedLogin());
    transport.send(message('one'));
    transport.send(message('two'));
    const flushed = transport.flushed();
    const watch = watched(flushed);
    await server.next('<r ');

    await server.send(`<a xmlns="${SM}" h="1"/>`);
    await settled();
    expect(watch.isDone).to.equal(false);
    await server.send(`<a xmlns="${SM}" h="2"/>`);

    await flushed;
    await transport.disconnect();
  });

  it('is at once when nothing is open', async () => {
    const { transport, count } = await online(managedLogin());

    await transport.flushed();

    expect(await count('<r ')).to.equal(0);
    await transport.disconnect();
  });

  it('takes one question for many who ask', async () => {
    const { server, transport, count } = await online(managedLogin());
    const all = ['1', '2', '3', '4'].map((text) => {
      transport.send(message(text));
      return transport.flushed();
    });
    await server.next('<r ');
    transport.send(message('later'));
    all.push(transport.flushed());
    // The engine asks by itself at every fifth.
    await server.next('<r ');

    await server.send(`<a xmlns="${SM}" h="4"/>`);
    await server.next('<r ');
    await server.send(`<a xmlns="${SM}" h="5"/>`);
    await Promise.all(all);

    expect(await count('<r ')).to.equal(3);
    await transport.disconnect();
  });

  for (const h of ['h="4294967295"', 'h="3"', 'h="12abc"', 'h="-1"', 'h=""', '']) {
    it(`is not by an ack that reads ${h || 'nothing'} (stream-16, stream-17)`, async () => {
      const { server, transport, settled } = await online(managedLogin());
      transport.send(message('one'));
      const watch = watched(transport.flushed());
      await server.next('<r ');

      await server.send(`<a xmlns="${SM}" ${h}/>`);
      await settled();

      expect(watch.isDone).to.equal(false);
      await transport.disconnect();
    });
  }

  it('is by a ping where there are no acks, one at a time', async () => {
    const { server, transport, count } = await online(login());
    const all = ['1', '2', '3'].map((text) => {
      transport.send(message(text));
      return transport.flushed();
    });
    const ping = await server.next('urn:xmpp:ping');
    expect(ping).to.contain('to="example.org"');
    transport.send(message('4'));
    const later = watched(transport.flushed());

    await server.send('<iq xmlns="jabber:client" type="result" from="example.org" id="{{id}}"/>');
    await Promise.all(all);
    await server.next('urn:xmpp:ping');
    expect(later.isDone).to.equal(false);
    await server.send('<iq xmlns="jabber:client" type="error" from="example.org" id="{{id}}"/>');
    await transport.flushed();

    expect(await count('urn:xmpp:ping')).to.equal(2);
    await transport.disconnect();
  });

  it('is by a ping where the server refuses to count', async () => {
    const { server, transport } = await online([...login({ features: `${BIND}${MANAGEMENT}` }), { expect: '<enable' }]);
    transport.send(message('one'));
    const flushed = transport.flushed();
    await server.next('<r ');

    await server.send(`<failed xmlns="${SM}"/>`);
    await server.next('urn:xmpp:ping');
    await server.send('<iq xmlns="jabber:client" type="result" from="example.org" id="{{id}}"/>');

    await flushed;
    await transport.disconnect();
  });

  it('is not to be had once the stream is gone', async () => {
    const { server, transport } = await online(managedLogin());
    transport.send(message('one'));
    const failure = failureOf(transport.flushed());
    await server.drop();

    expect((await failure).condition).to.equal('connection-lost');
    expect((await failureOf(transport.flushed())).condition).to.equal('offline');
  });

  it('is told to the server too', async () => {
    const { server, transport } = await online(managedLogin());

    await server.send('<message xmlns="jabber:client"/>');
    await server.send('<presence xmlns="jabber:client"/>');
    await server.send(`<r xmlns="${SM}"/>`);

    expect(await server.next('<a ')).to.contain('h="2"');
    await transport.disconnect();
  });
});

describe('a stream taken up again', () => {
  it('is the old one, and brings what the server had not got', async () => {
    const { server, transport, isLost, reconnect } = await online(
      managedLogin(),
      resuming(`<resumed xmlns="${SM}" previd="sm1" h="1"/>`),
    );
    transport.send(message('one'));
    transport.send(message('two'));
    await server.next('two');
    await server.drop();
    await isLost();

    expect(await reconnect()).to.equal('alice@example.org/w1');
    expect(transport.state.value).to.include({ status: 'online', resumed: true });
    const again = await server.next('<message');
    expect(again).to.contain('two');
    await server.next('<r ');
    const flushed = transport.flushed();
    await server.send(`<a xmlns="${SM}" h="2"/>`);
    await flushed;
    await transport.disconnect();
  });

  it('asks with what it has read, and is told nothing but its own id', async () => {
    const { server, transport, isLost, reconnect } = await online(
      managedLogin(),
      resuming(`<resumed xmlns="${SM}" previd="sm1" h="0"/>`),
    );
    await server.run({ send: '<message xmlns="jabber:client"/>' }, { send: `<r xmlns="${SM}"/>` }, { expect: '<a ' });
    transport.abandon();
    await isLost();

    await reconnect();

    const resume = (await server.received()).find((frame) => frame.startsWith('<resume'));
    expect(resume).to.contain('h="1"').and.contain('previd="sm1"');
    await transport.disconnect();
  });

  it('is refused when it is another one, and the next is new (stream-18)', async () => {
    const { server, transport, isLost, reconnect } = await online(
      managedLogin(),
      resuming(`<resumed xmlns="${SM}" previd="OTHER" h="0"/>`),
      managedLogin(),
    );
    await server.drop();
    await isLost();

    expect((await failureOf(reconnect())).condition).to.equal('connection-lost');
    await reconnect();

    expect(transport.state.value).to.include({ status: 'online', resumed: false });
    await transport.disconnect();
  });

  it('is a new one when the server has forgotten it; what it lacked is left to who sent it', async () => {
    const { server, transport, isLost, reconnect, settled, count } = await online(managedLogin(), [
      ...resuming(`<failed xmlns="${SM}"><item-not-found xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></failed>`),
      { bind: 'alice@example.org/w2' },
      { expect: '<enable' },
      { send: `<enabled xmlns="${SM}" id="sm2" resume="true"/>` },
    ]);
    transport.send(message('one'));
    await server.next('one');
    await server.drop();
    await isLost();

    expect(await reconnect()).to.equal('alice@example.org/w2');
    expect(transport.state.value).to.include({ resumed: false });
    await settled();
    expect(await count('<body>one')).to.equal(1);
    await transport.disconnect();
  });

  it('is not looked for where a server would like it to be (stream-19)', async () => {
    const other = await scriptedServer([]);
    const { server, transport, isLost, reconnect } = await online(
      [
        ...login({ features: `${BIND}${MANAGEMENT}` }),
        { expect: '<enable' },
        { send: `<enabled xmlns="${SM}" id="sm1" resume="true" location="${other.websocket}"/>` },
      ],
      resuming(`<resumed xmlns="${SM}" previd="sm1" h="0"/>`),
    );
    await server.drop();
    await isLost();

    await reconnect();

    expect(await other.streams()).to.equal(0);
    await transport.disconnect();
  });

  it('is not tried after a server that counts otherwise (stream-16)', async () => {
    const { server, transport, isLost, reconnect, settled } = await online(managedLogin());
    await server.send(`<a xmlns="${SM}" h="4294967295"/>`);
    await settled();
    await server.drop();
    await isLost();

    await reconnect();

    expect(transport.state.value).to.include({ resumed: false });
    await transport.disconnect();
  });

  it('is a new one, counted as the first was, at a server that resumes none', async () => {
    // Openfire.
    const script = [
      ...login({ features: `${BIND}${MANAGEMENT}` }),
      { expect: '<enable' },
      { send: `<enabled xmlns="${SM}"/>` },
    ];
    const { server, transport, isLost, reconnect } = await online(script);
    await server.drop();
    await isLost();

    await reconnect();
    transport.send(message('one'));
    const flushed = transport.flushed();
    await server.next('<r ');
    await server.send(`<a xmlns="${SM}" h="1"/>`);

    await flushed;
    await transport.disconnect();
  });

  it('is not tried after a goodbye', async () => {
    const { transport, reconnect, count } = await online(managedLogin());
    await transport.disconnect();

    await reconnect();

    expect(await count('<resume ')).to.equal(0);
    await transport.disconnect();
  });

  it('is not tried after another stream in between', async () => {
    const { server, transport, isLost, reconnect, count } = await online(managedLogin(), login(), managedLogin());
    await server.drop();
    await isLost();
    await reconnect();
    await server.drop();
    await isLost();

    await reconnect();

    expect(await count('<resume ')).to.equal(0);
    await transport.disconnect();
  });

  for (const word of ['resumed previd="sm1" h="0"', 'failed', 'enabled id="evil"']) {
    it(`is not disturbed by <${word}/> that nobody waits for`, async () => {
      const { server, transport, isLost, reconnect } = await online(
        [...managedLogin(), { send: `<${word} xmlns="${SM}"/>` }],
        resuming(`<resumed xmlns="${SM}" previd="sm1" h="0"/>`),
      );
      await server.run({ send: `<r xmlns="${SM}"/>` }, { expect: '<a ' }, { drop: true });
      await isLost();

      await reconnect();

      expect(transport.state.value).to.include({ resumed: true });
      await transport.disconnect();
    });
  }
});

describe('a server that is silent', () => {
  it('is left without a goodbye, so that nothing is lost', async () => {
    const clock = useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    try {
      const { server, transport, reconnect } = await online(
        managedLogin(),
        resuming(`<resumed xmlns="${SM}" previd="sm1" h="0"/>`),
      );
      await server.run({ send: `<r xmlns="${SM}"/>` }, { expect: '<a ' });
      transport.send(message('one'));
      await server.next('one');

      clock.tick(30_000);
      await server.next('<r ');
      clock.tick(10_000);

      expect(transport.state.value).to.have.nested.property('error.condition', 'timeout');
      await reconnect();
      expect(await server.next('<message')).to.contain('one');
      expect(transport.state.value).to.include({ resumed: true });
      transport.abandon();
    } finally {
      clock.restore();
    }
  });

  it('has five seconds to answer a page that wakes', async () => {
    const clock = useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    try {
      const { server, transport, settled } = await online(managedLogin());
      transport.wake();
      await server.next('<r ');
      await server.send(`<a xmlns="${SM}" h="0"/>`);
      await settled();
      clock.tick(5000);
      expect(transport.state.value.status).to.equal('online');

      transport.wake();
      clock.tick(5000);

      expect(transport.state.value.status).to.equal('offline');
    } finally {
      clock.restore();
    }
  });
});

describe('a storage that fails', () => {
  it('costs no message and no exception', async () => {
    const fault = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    const server = await scriptedServer(managedLogin());
    const transport = new StropheTransport({ storage: { load: fault, save: fault, clear: fault } });
    await transport.connect({ credentials, services: [server.websocket] });

    transport.send(message('one'));
    const flushed = transport.flushed();
    await server.next('one');
    await server.send(`<a xmlns="${SM}" h="1"/>`);

    await flushed;
    await transport.disconnect();
  });
});
