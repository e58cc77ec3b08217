import { expect } from '@open-wc/testing';
import type { BareJid, Jid } from '../../src/core/jid.js';
import { roomAvatarIn, roomPhotoChange } from '../../src/protocol/xep-0486-muc-avatars.js';
import { stanza, textOfXml } from '../support/stanza.js';

const GARDEN = 'garden@chat.shakespeare.example.org' as BareJid;
const HASH = 'a31c4bd04de69663cfd7f424a8453f4674da37ff';
const OTHER = 'b9b256f999ded52c2fa14fb007c2e5b979450cbb';

const info = (fields: string, formType = 'http://jabber.org/protocol/muc#roominfo') =>
  stanza(`<iq xmlns="jabber:client" type="result" from="${GARDEN}"><query xmlns="http://jabber.org/protocol/disco#info">
    <identity category="conference" type="text" name="The Garden"/><feature var="vcard-temp"/>
    <x xmlns="jabber:x:data" type="result"><field var="FORM_TYPE" type="hidden"><value>${formType}</value></field>
    ${fields}</x></query></iq>`);
const hashes = (...values: readonly string[]) =>
  `<field var="muc#roominfo_avatarhash" type="text-multi">${values.map((value) => `<value>${value}</value>`).join('')}</field>`;

describe('XEP-0486 MUC avatars', () => {
  it('reads which picture a room says that it has, as the specification or Prosody has it', () => {
    const told = { kind: 'avatar-changed', jid: GARDEN, hash: HASH, source: 'disco' };
    const prosody = `<field var="{http://modules.prosody.im/mod_vcard_muc}avatar#sha1"><value>${HASH}</value></field>`;

    expect(roomAvatarIn(info(hashes(HASH)), GARDEN)).to.deep.equal(told);
    expect(roomAvatarIn(info(hashes(HASH.toUpperCase(), OTHER)), GARDEN)).to.deep.equal(told);
    expect(roomAvatarIn(info(prosody), GARDEN)).to.deep.equal(told);
  });

  it('reads none where there is none, or what is no hash', () => {
    for (const fields of ['', hashes(), hashes(''), hashes('../../evil', HASH.slice(1)), hashes(`${HASH} ${HASH}`)]) {
      expect(roomAvatarIn(info(fields), GARDEN)?.hash, fields).to.equal(undefined);
    }
  });

  it('believes rooms alone', () => {
    expect(roomAvatarIn(info(hashes(HASH)), 'chat.shakespeare.example.org' as Jid)).to.equal(undefined);
    expect(roomAvatarIn(info(hashes(HASH), 'urn:other'), GARDEN)).to.equal(undefined);
    expect(roomAvatarIn(stanza('<iq xmlns="jabber:client" type="result"/>'), GARDEN)).to.equal(undefined);
  });

  it('puts a picture into the room’s vCard, and leaves what else is in there', () => {
    const before = stanza(`<iq xmlns="jabber:client" type="result"><vCard xmlns="vcard-temp"><FN>The Garden</FN>
      <PHOTO><TYPE>image/svg+xml</TYPE><BINVAL>PHN2</BINVAL></PHOTO><DESC>Roses</DESC></vCard></iq>`);

    expect(textOfXml(roomPhotoChange(GARDEN, { type: 'image/png', data: 'iVBO' }, before))).to.equal(
      `<iq xmlns="jabber:client" type="set" to="${GARDEN}"><vCard xmlns="vcard-temp"><FN>The Garden</FN>` +
        '<DESC>Roses</DESC><PHOTO xmlns="vcard-temp"><TYPE>image/png</TYPE><BINVAL>iVBO</BINVAL></PHOTO></vCard></iq>',
    );
  });

  it('takes it out again: of a vCard with nothing else an empty one is left', () => {
    const before = stanza(`<iq xmlns="jabber:client" type="result"><vCard xmlns="vcard-temp"><PHOTO/></vCard></iq>`);

    for (const known of [before, undefined]) {
      expect(textOfXml(roomPhotoChange(GARDEN, undefined, known))).to.equal(
        `<iq xmlns="jabber:client" type="set" to="${GARDEN}"><vCard xmlns="vcard-temp"/></iq>`,
      );
    }
  });
});
