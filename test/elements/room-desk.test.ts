import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { allByRole, byRole, nameOf, shownText } from '../support/roles.js';
import { joinedRoom, LOBBY, type FakeRoom, type OccupantFacts } from '../support/room.js';
import { waitUntil } from '../support/wait.js';

const NS_OWNER = 'http://jabber.org/protocol/muc#owner';
const NS_ADMIN = 'http://jabber.org/protocol/muc#admin';
const NS_INFO = 'http://jabber.org/protocol/disco#info';
const OWNER = { role: 'moderator', affiliation: 'owner' };
const ADMIN = { role: 'moderator', affiliation: 'admin' };
const RESULT = '<iq xmlns="jabber:client" type="result"/>';

const result = (ns: string, inside: string) =>
  `<iq xmlns="jabber:client" type="result"><query xmlns="${ns}">${inside}</query></iq>`;
const failure = (condition: string) =>
  `<iq xmlns="jabber:client" type="error"><error type="cancel"><${condition} xmlns="urn:ietf:params:xml:ns:xmpp-stanzas"/></error></iq>`;
const isGet = (iq: Element) => iq.getAttribute('type') === 'get';
const dialog = ({ element }: FakeRoom) => element.shadowRoot?.querySelector('dialog');
const active = ({ element }: FakeRoom) => element.shadowRoot?.activeElement;
/** What the room was told last, in this namespace. */
const told = ({ server }: FakeRoom, ns: string) =>
  server.requests.findLast((iq) => iq.firstElementChild?.namespaceURI === ns && !isGet(iq));
const fieldsOf = (iq: Element | undefined) =>
  [...(iq?.getElementsByTagName('field') ?? [])].map((field) =>
    [field.getAttribute('var'), ...[...field.children].map(({ textContent }) => textContent)].join('|'),
  );

/** As the XEP and two servers have it. */
const FORM = `<x xmlns="jabber:x:data" type="form"><title>Configuration</title><instructions>Set it as you like.</instructions>
  <field type="hidden" var="FORM_TYPE"><value>http://jabber.org/protocol/muc#roomconfig</value></field>
  <field type="fixed"><value>General</value></field>
  <field type="text-single" label="Name" var="muc#roomconfig_roomname"><desc>What it is called</desc><required/><value>Lobby</value></field>
  <field type="text-multi" label="Rules" var="rules"><value>Be kind</value><value>Be short</value></field>
  <field type="boolean" label="Moderated" var="muc#roomconfig_moderatedroom"><value>1</value></field>
  <field type="list-single" label="Who sees addresses" var="muc#roomconfig_whois"><value>moderators</value>
    <option label="Moderators"><value>moderators</value></option><option label="Anyone"><value>anyone</value></option></field>
  <field type="list-multi" label="Broadcast for" var="muc#roomconfig_presencebroadcast"><value>moderator</value>
    <option><value>moderator</value></option><option><value>visitor</value></option></field>
  <field type="text-private" label="Password" var="muc#roomconfig_roomsecret"/>
  <field type="jid-multi" label="Owners" var="muc#roomconfig_roomowners"><value>ann@example.org</value></field>
  <field type="evil" label="Odd" var="odd"><value>as it was</value></field></x>`;

async function roomAs(own: OccupantFacts, attributes = {}): Promise<FakeRoom> {
  const room = await joinedRoom(attributes, own);
  room.element.style.cssText = 'inline-size: 760px; block-size: 560px';
  room.server.answers.set(NS_OWNER, (iq) => (isGet(iq) ? result(NS_OWNER, FORM) : RESULT));
  await room.shown();
  return room;
}

async function choose(room: FakeRoom, item: string): Promise<void> {
  byRole(room.element, 'button', 'Room').click();
  await room.shown();
  byRole(room.element, 'menuitem', item).click();
  await waitUntil(() => dialog(room)?.querySelector('form, dl, [role=alert]'));
  await room.shown();
}

const save = async (room: FakeRoom) => {
  byRole(room.element, 'button', 'Save').click();
  await room.shown();
};

describe('The header of a room', () => {
  it('has a menu with what each may do', async () => {
    const items = async (own: OccupantFacts) => {
      const room = await roomAs(own);
      // For a guest with nothing to keep it comes a moment later.
      await waitUntil(() => allByRole(room.element, 'button', 'Room').length, 'there is a menu');
      byRole(room.element, 'button', 'Room').click();
      await room.shown();
      return allByRole(room.element, 'menuitem').map(shownText);
    };

    const all = ['About this room', 'Change nickname'];
    expect(await items(OWNER)).to.deep.equal([
      ...all,
      'Change subject',
      'Room settings',
      'Members and banned people',
      'Close this room…',
    ]);
    expect(await items(ADMIN)).to.deep.equal([...all, 'Change subject', 'Members and banned people']);
    expect(await items({ role: 'moderator' })).to.deep.equal([...all, 'Change subject']);
    for (const own of [{}, { affiliation: 'member' }, { role: 'visitor' }]) {
      expect(await items(own)).to.deep.equal(all);
    }
  });

  it('has a menu that works by keyboard, and gives the keyboard back', async () => {
    const room = await roomAs(OWNER);
    byRole(room.element, 'button', 'Room').focus();

    await sendKeys({ press: 'Enter' });
    await waitUntil(() => active(room)?.matches('[role=menuitem]'));
    await sendKeys({ press: 'Escape' });
    await room.shown();

    expect(allByRole(room.element, 'menuitem')).to.have.length(0);
    expect(active(room) === byRole(room.element, 'button', 'Room')).to.equal(true);
    await choose(room, 'Room settings');
    await sendKeys({ press: 'Escape' });
    await waitUntil(() => !dialog(room));
    expect(active(room) === byRole(room.element, 'button', 'Room')).to.equal(true);
  });

  it('loses what only owners may do when somebody is no longer one', async () => {
    const room = await roomAs(OWNER);
    byRole(room.element, 'button', 'Room').click();

    room.occupant('Player 42', { codes: [110] });
    await room.shown();

    expect(allByRole(room.element, 'menuitem').map(shownText)).to.deep.equal(['About this room', 'Change nickname']);
  });

  it('has a menu in which nothing moves under pointer or keyboard: what comes while it is open comes last', async () => {
    const room = await roomAs(ADMIN);
    const items = () => allByRole(room.element, 'menuitem').map(shownText);
    byRole(room.element, 'button', 'Room').click();
    await room.shown();
    const before = items();
    byRole(room.element, 'menuitem', 'Members and banned people').focus();

    room.occupant('Player 42', { ...OWNER, codes: [110] });
    await room.shown();

    expect(items()).to.deep.equal([...before, 'Room settings', 'Close this room…']);
    expect(shownText(active(room) as Element)).to.equal('Members and banned people');
    byRole(room.element, 'button', 'Room').click();
    await room.shown();
    byRole(room.element, 'button', 'Room').click();
    await room.shown();
    expect(items().slice(-3)).to.deep.equal(['Room settings', 'Members and banned people', 'Close this room…']);
  });

  it('has all of its words in the language of the element', async () => {
    const room = await roomAs(OWNER, { lang: 'de' });

    await waitUntil(() => allByRole(room.element, 'button', 'Raum').length);
    byRole(room.element, 'button', 'Raum').click();
    await room.shown();
    expect(allByRole(room.element, 'menuitem').map(shownText)).to.include('Raumeinstellungen');
  });

  it('tells everybody what the room says of itself', async () => {
    const room = await roomAs({});
    room.server.answers.set(NS_INFO, () =>
      result(
        NS_INFO,
        `<identity category="conference" type="text" name="Lobby"/><feature var="muc_moderated"/><feature var="muc_membersonly"/>
          <feature var="urn:xmpp:mam:2"/><feature var="muc_evil"/><x xmlns="jabber:x:data" type="result">
          <field var="FORM_TYPE"><value>http://jabber.org/protocol/muc#roominfo</value></field>
          <field var="muc#roominfo_description"><value>Everybody
meets &lt;b>here&lt;/b></value></field><field var="muc#roominfo_lang"><value>de</value></field>
          <field var="muc#roominfo_contactjid"><value>ann@example.org</value></field>
          <field var="muc#roominfo_occupants"><value>3</value></field></x>`,
      ),
    );

    byRole(byRole(room.element, 'heading'), 'button', 'lobby').click();
    await waitUntil(() => dialog(room)?.querySelector('dl'));

    expect(dialog(room)?.getAttribute('aria-label')).to.equal('About this room');
    // As text with its lines: WebKit tells another one of what is seen.
    const facts = [...(dialog(room)?.querySelectorAll('dl > div') ?? [])].map((each) =>
      [each.querySelector('dt'), each.querySelector('dd')].map((part) => part?.textContent).join('\n'),
    );
    for (const text of dialog(room)?.querySelectorAll('dd bdi') ?? []) {
      expect(getComputedStyle(text).whiteSpace).to.equal('pre-line');
    }
    expect(facts).to.deep.equal([
      'Description\nEverybody\nmeets <b>here</b>',
      'People here\n3 here',
      'Language\nGerman',
      'Contact\nann@example.org',
      'Properties\nFor members only\nModerated: only who has voice may write\nWhat is said here is kept',
    ]);
    expect(shownText(dialog(room) as Element)).to.contain(LOBBY);
  });

  it('says so where a room says nothing of itself', async () => {
    const room = await roomAs({});
    room.server.answers.set(NS_INFO, () => failure('service-unavailable'));

    byRole(byRole(room.element, 'heading'), 'button').click();

    await waitUntil(() => dialog(room)?.querySelector('[role=alert]'));
    expect(shownText(byRole(room.element, 'alert'))).to.equal('That is not available here.');
  });
});

describe('The settings of a room', () => {
  it('are a form with all that the room asks for', async () => {
    const room = await roomAs(OWNER);
    await choose(room, 'Room settings');
    const { element } = room;

    expect(dialog(room)?.getAttribute('aria-label')).to.equal('Room settings');
    const form = dialog(room)?.querySelector('form') as HTMLElement;
    expect(shownText(form)).to.match(/^Set it as you like\. General Name/);
    const name = byRole<HTMLInputElement>(element, 'textbox', 'Name');
    expect(name.value).to.equal('Lobby');
    expect(name.required).to.equal(true);
    expect(active(room) === name).to.equal(true);
    const hint = name.getAttribute('aria-describedby') ?? '';
    expect(element.shadowRoot?.getElementById(hint)?.textContent).to.equal('What it is called');
    expect(byRole<HTMLTextAreaElement>(element, 'textbox', 'Rules').value).to.equal('Be kind\nBe short');
    expect(byRole<HTMLInputElement>(element, 'checkbox', 'Moderated').checked).to.equal(true);
    expect(byRole<HTMLSelectElement>(element, 'combobox', 'Who sees addresses').value).to.equal('moderators');
    expect(byRole<HTMLInputElement>(element, 'checkbox', 'moderator').checked).to.equal(true);
    expect(byRole<HTMLInputElement>(element, 'checkbox', 'visitor').checked).to.equal(false);
    expect(byRole<HTMLInputElement>(element, 'textbox', 'Odd').value).to.equal('as it was');
  });

  it('are changed by it', async () => {
    const room = await roomAs(OWNER);
    await choose(room, 'Room settings');
    byRole<HTMLInputElement>(room.element, 'textbox', 'Name').value = 'A <b> & "c"';
    byRole<HTMLTextAreaElement>(room.element, 'textbox', 'Owners').value = ' ann@example.org\n\nben@example.org ';
    byRole(room.element, 'checkbox', 'Moderated').click();
    byRole(room.element, 'checkbox', 'visitor').click();

    await save(room);

    await waitUntil(() => !dialog(room));
    expect(fieldsOf(told(room, NS_OWNER))).to.deep.equal([
      'FORM_TYPE|http://jabber.org/protocol/muc#roomconfig',
      'muc#roomconfig_roomname|A <b> & "c"',
      'rules|Be kind|Be short',
      'muc#roomconfig_moderatedroom|0',
      'muc#roomconfig_whois|moderators',
      'muc#roomconfig_presencebroadcast|moderator|visitor',
      'muc#roomconfig_roomsecret',
      'muc#roomconfig_roomowners|ann@example.org|ben@example.org',
      'odd|as it was',
    ]);
  });

  it('are not sent with what is missing or malformed: that is said next to the field', async () => {
    const room = await roomAs(OWNER);
    await choose(room, 'Room settings');
    const name = byRole<HTMLInputElement>(room.element, 'textbox', 'Name');
    name.value = ' ';
    const owners = byRole<HTMLTextAreaElement>(room.element, 'textbox', 'Owners');
    owners.value = 'a b@@';

    await save(room);

    const problemOf = (field: HTMLElement) =>
      (field.getAttribute('aria-describedby') ?? '')
        .split(' ')
        .map((id) => room.element.shadowRoot?.getElementById(id)?.textContent);
    expect(problemOf(name)).to.deep.equal(['What it is called', 'Fill in “Name”.']);
    expect(problemOf(owners)).to.deep.equal(
      ['This is not a valid address.', 'This is not a valid address.'].slice(0, 1),
    );
    expect(name.getAttribute('aria-invalid')).to.equal('true');
    expect(active(room) === name).to.equal(true);
    expect(told(room, NS_OWNER)).to.equal(undefined);
    name.value = 'Den';
    name.dispatchEvent(new Event('input'));
    await room.shown();
    expect(problemOf(name)).to.deep.equal(['What it is called']);
    expect(owners.value).to.equal('a b@@');
  });

  it('are cancelled by the button, and by Escape', async () => {
    for (const leave of [
      (room: FakeRoom) => Promise.resolve(byRole(room.element, 'button', 'Cancel').click()),
      () => sendKeys({ press: 'Escape' }),
    ]) {
      const room = await roomAs(OWNER);
      await choose(room, 'Room settings');

      await leave(room);

      await waitUntil(() => !dialog(room));
      await waitUntil(() => told(room, NS_OWNER));
      expect(told(room, NS_OWNER)?.querySelector('x')?.getAttribute('type')).to.equal('cancel');
    }
  });

  it('stay open with what was written where the room refuses them, and say why', async () => {
    const room = await roomAs(OWNER);
    await choose(room, 'Room settings');
    byRole<HTMLInputElement>(room.element, 'textbox', 'Name').value = 'Den';
    room.server.answers.set(NS_OWNER, () => failure('not-acceptable'));

    await save(room);

    await waitUntil(() => dialog(room)?.querySelector('[role=alert]'));
    expect(shownText(byRole(room.element, 'alert'))).to.equal('The room does not accept these settings.');
    expect(byRole<HTMLInputElement>(room.element, 'textbox', 'Name').value).to.equal('Den');
  });

  it('say so where they are not ours to change, or there are none', async () => {
    for (const [answer, words] of [
      [failure('forbidden'), 'Only owners may change the settings of this room.'],
      [result(NS_OWNER, ''), 'This room has no settings that could be changed here.'],
    ] as const) {
      const room = await roomAs(OWNER);
      room.server.answers.set(NS_OWNER, () => answer);
      await choose(room, 'Room settings');

      expect(shownText(byRole(room.element, 'alert'))).to.equal(words);
      expect(told(room, NS_OWNER)).to.equal(undefined);
    }
  });

  it('survive a hostile form', async () => {
    const room = await roomAs(OWNER);
    const many = Array.from(
      { length: 10_000 },
      (_, index) => `<field var="v${index}" label="&#x202E;${'x'.repeat(500)}"/>`,
    );
    const odd = `<field label="Nameless"/><field var="twice" type="boolean"/><field var="twice"><value>evil</value></field>
      <field var="&lt;script>alert(1)&lt;/script>"/><field var="l" type="list-single" label="L"><value>not on offer</value></field>`;
    room.server.answers.set(NS_OWNER, (iq) =>
      isGet(iq) ? result(NS_OWNER, `<x xmlns="jabber:x:data" type="form">${odd}${many.join('')}</x>`) : RESULT,
    );

    await choose(room, 'Room settings');
    const form = dialog(room)?.querySelector('form') as HTMLElement;

    expect(form.querySelectorAll('input, select, textarea')).to.have.length(298);
    expect(allByRole(room.element, 'textbox').map((each) => nameOf(each))).to.include('<script>alert(1)</script>');
    expect(form.textContent).not.to.contain('\u202e');
    expect(dialog(room)?.scrollWidth).to.equal(dialog(room)?.clientWidth);
    await save(room);
    await waitUntil(() => !dialog(room));
    expect(fieldsOf(told(room, NS_OWNER)).slice(0, 3)).to.deep.equal([
      'twice|0',
      '<script>alert(1)</script>',
      'l|not on offer',
    ]);
  });

  it('are told to have changed, in words', async () => {
    const room = await roomAs({});
    const change = (codes: readonly number[]) =>
      room.server
        .receive(`<message xmlns="jabber:client" type="groupchat" from="${LOBBY}"><x xmlns="http://jabber.org/protocol/muc#user">
        ${codes.map((code) => `<status code="${code}"/>`).join('')}</x></message>`);
    const asked = () => room.server.requests.filter((iq) => iq.firstElementChild?.namespaceURI === NS_INFO).length;
    const before = asked();

    change([104]);
    await room.shown();
    change([104, 172, 170]);
    await room.shown();
    // What is so already is no news.
    change([104, 172, 170]);
    await room.shown();

    await waitUntil(() => room.element.shadowRoot?.querySelectorAll('.note').length === 2);
    expect([...(room.element.shadowRoot?.querySelectorAll('.note') ?? [])].map(shownText)).to.deep.equal([
      'The room’s settings changed.',
      'The room’s settings changed. Everybody here sees your address now. What is said here is logged now.',
    ]);
    expect(asked()).to.equal(before + 3);
  });
});

describe('A room that keeps what is said', () => {
  it('does not say with every change that it is logged from now on', async () => {
    const room = await joinedRoom({}, { features: ['urn:xmpp:mam:2'] });

    room.server
      .receive(`<message xmlns="jabber:client" type="groupchat" from="${LOBBY}"><x xmlns="http://jabber.org/protocol/muc#user">
        <status code="104"/><status code="170"/></x></message>`);
    await room.shown();

    const note = () => room.element.shadowRoot?.querySelector<HTMLElement>('.note')?.innerText;
    await waitUntil(note);
    expect(note()).to.equal('The room’s settings changed.');
  });
});

describe('The members of a room', () => {
  const LISTS: Readonly<Record<string, string>> = {
    member:
      '<item affiliation="member" jid="mira@example.org" nick="Mira"/><item affiliation="member" jid="nova@example.org"/>',
    owner: '<item affiliation="owner" jid="ann@example.org"/>',
    admin: '',
    outcast: '<item affiliation="outcast" jid="troll@example.net"><reason>Spam</reason></item>',
  };
  const listed = (iq: Element) =>
    result(NS_ADMIN, LISTS[iq.querySelector('item')?.getAttribute('affiliation') ?? ''] ?? '');

  async function members(
    answer: (iq: Element) => string = (iq) => (isGet(iq) ? listed(iq) : RESULT),
  ): Promise<FakeRoom> {
    const room = await roomAs(ADMIN);
    room.server.answers.set(NS_ADMIN, answer);
    await choose(room, 'Members and banned people');
    return room;
  }

  const show = async (room: FakeRoom, list: string) => {
    byRole(room.element, 'button', list).click();
    await room.shown();
    await waitUntil(() => !shownText(dialog(room) as Element).includes('Asking the room'));
  };
  const rows = (room: FakeRoom) => [...(dialog(room)?.querySelectorAll('li') ?? [])].map(shownText);
  const changed = (room: FakeRoom) => {
    const item = told(room, NS_ADMIN)?.querySelector('item');
    return [item?.getAttribute('jid'), item?.getAttribute('affiliation')].join(' ');
  };
  const add = async (room: FakeRoom, label: string, jid: string, button = 'Add') => {
    byRole<HTMLInputElement>(room.element, 'textbox', label).value = jid;
    byRole(room.element, 'button', button).click();
    await room.shown();
  };

  it('are listed by affiliation, and found', async () => {
    const room = await members();

    expect(rows(room)).to.deep.equal(['mira@example.org Mira Remove', 'nova@example.org Remove']);
    expect(byRole(room.element, 'button', 'Members').getAttribute('aria-pressed')).to.equal('true');
    const search = byRole<HTMLInputElement>(room.element, 'searchbox', 'Find in this list');
    search.value = 'MIRA';
    search.dispatchEvent(new Event('input'));
    await room.shown();
    expect(rows(room)).to.deep.equal(['mira@example.org Mira Remove']);
    await show(room, 'Banned');
    expect(rows(room)).to.deep.equal(['troll@example.net Spam Unban']);
    await show(room, 'Admins');
    expect(shownText(dialog(room) as Element)).to.contain('Nobody is in this list.');
  });

  it('are put out of a list, and the keyboard goes on', async () => {
    const room = await members();
    byRole(room.element, 'button', 'Remove nova@example.org').click();

    await waitUntil(() => rows(room).length === 1);

    expect(changed(room)).to.equal('nova@example.org none');
    expect(shownText(dialog(room)?.querySelector('[role=status]') as Element)).to.equal(
      'nova@example.org is no longer in this list.',
    );
    expect(active(room) === byRole(room.element, 'searchbox', 'Find in this list')).to.equal(true);
    await show(room, 'Banned');
    byRole(room.element, 'button', 'Unban troll@example.net').click();
    await waitUntil(() => rows(room).length === 0);
    expect(changed(room)).to.equal('troll@example.net none');
  });

  it('are added by their address, and banned by it', async () => {
    const room = await members();

    await add(room, 'Add a member', ' ben@example.org/phone ');
    await waitUntil(() => rows(room).length === 3);
    expect(changed(room)).to.equal('ben@example.org member');
    expect(rows(room)[0]).to.equal('ben@example.org Remove');
    await show(room, 'Banned');
    await add(room, 'Ban an address', 'example.net', 'Ban');
    await waitUntil(() => rows(room).length === 2);
    expect(changed(room)).to.equal('example.net outcast');
  });

  it('are not added by what is no address, and it says why next to it', async () => {
    const room = await members();

    await add(room, 'Add a member', 'a b@@');

    const field = byRole(room.element, 'textbox', 'Add a member');
    expect(field.getAttribute('aria-invalid')).to.equal('true');
    expect(shownText(byRole(room.element, 'alert'))).to.equal('This is not a valid address.');
    expect(active(room) === field).to.equal(true);
    expect(told(room, NS_ADMIN)).to.equal(undefined);
  });

  it('say in words what the room does not allow', async () => {
    const room = await members((iq) => (isGet(iq) ? listed(iq) : failure('conflict')));
    await show(room, 'Owners');
    byRole(room.element, 'button', 'Remove ann@example.org').click();
    await waitUntil(() => dialog(room)?.querySelector('[role=alert]'));
    expect(shownText(byRole(room.element, 'alert'))).to.equal('A room needs an owner: the last one stays.');
    expect(rows(room)).to.have.length(1);

    room.server.answers.set(NS_ADMIN, () => failure('forbidden'));
    await show(room, 'Admins');
    expect(shownText(byRole(room.element, 'alert'))).to.equal('You may not see or change this list.');
    expect(allByRole(room.element, 'list', 'Admins')).to.have.length(0);
  });

  it('may be many: a hundred are shown at a time, and all are searched', async () => {
    const many = Array.from({ length: 5000 }, (_, index) => `<item affiliation="member" jid="m${index}@example.org"/>`);
    const room = await members(() => result(NS_ADMIN, many.join('')));

    expect(rows(room)).to.have.length(100);
    byRole(room.element, 'button', 'Show 100 more').click();
    await room.shown();
    expect(rows(room)).to.have.length(200);
    const search = byRole<HTMLInputElement>(room.element, 'searchbox', 'Find in this list');
    search.value = 'm4999';
    search.dispatchEvent(new Event('input'));
    await room.shown();
    expect(rows(room)).to.deep.equal(['m4999@example.org Remove']);
  });
});

describe('Closing a room', () => {
  it('takes a question, a reason and another room, if somebody likes', async () => {
    const room = await roomAs(OWNER);
    await choose(room, 'Close this room…');
    expect(dialog(room)?.getAttribute('aria-label')).to.equal('Close lobby for good?');
    expect(active(room) === byRole(room.element, 'textbox', 'Reason (optional)')).to.equal(true);
    byRole<HTMLInputElement>(room.element, 'textbox', 'Reason (optional)').value = ' We moved ';
    byRole<HTMLInputElement>(room.element, 'textbox', /^Address of another room/).value = 'den@rooms.example.org';

    byRole(room.element, 'button', 'Close the room').click();

    await waitUntil(() => !dialog(room));
    const destroy = told(room, NS_OWNER)?.querySelector('destroy');
    expect(destroy?.getAttribute('jid')).to.equal('den@rooms.example.org');
    expect(destroy?.textContent).to.equal('We moved');
  });

  it('does not happen by mistake, nor in favour of what is no room', async () => {
    const room = await roomAs(OWNER);
    await choose(room, 'Close this room…');
    byRole<HTMLInputElement>(room.element, 'textbox', /^Address of another room/).value = 'example.org';
    byRole(room.element, 'button', 'Close the room').click();
    await room.shown();

    const field = byRole(room.element, 'textbox', /^Address of another room/);
    await sendKeys({ press: 'Enter' });
    expect(field.getAttribute('aria-invalid')).to.equal('true');
    expect(active(room) === field).to.equal(true);
    byRole(room.element, 'button', 'Cancel').click();
    await waitUntil(() => !dialog(room));
    expect(told(room, NS_OWNER)).to.equal(undefined);
  });
});
