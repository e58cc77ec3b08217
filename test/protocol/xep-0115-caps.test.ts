import { expect } from '@open-wc/testing';
import { allFeatures } from '../../src/protocol/index.js';
import { ownCaps, verOf } from '../../src/protocol/xep-0115-caps.js';

describe('Entity capabilities', () => {
  it('are hashed as in XEP-0115 §5.2', async () => {
    const ver = await verOf({ category: 'client', type: 'pc', name: 'Exodus 0.9.1' }, [
      'http://jabber.org/protocol/muc',
      'http://jabber.org/protocol/disco#items',
      'http://jabber.org/protocol/caps',
      'http://jabber.org/protocol/disco#info',
    ]);

    expect(ver).to.equal('QgayPKawpkPSDYmwT/WM94uAlu0=');
  });

  it('of ours stand for the features that we answer with', async () => {
    const caps = await ownCaps();

    expect(caps?.getAttribute('node')).to.equal('xmpp-elements');
    expect(caps?.getAttribute('hash')).to.equal('sha-1');
    expect(caps?.getAttribute('ver')).to.equal(
      await verOf({ category: 'client', type: 'web', name: 'xmpp-elements' }, allFeatures),
    );
  });

  it('name each feature once', () => {
    expect(new Set(allFeatures).size).to.equal(allFeatures.length);
  });
});
