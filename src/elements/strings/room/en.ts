/** English, for whoever looks at a room more closely, or runs it: a table of its own, as hardly any visitor needs it. */
export const roomStrings = {
  /** A button that opens a menu. */
  room: 'Room',
  aboutRoom: 'About this room',
  keepRoom: 'Keep in your rooms',
  settings: 'Room settings',
  members: 'Members and banned people',
  closeRoom: 'Close this room…',
  asking: 'Asking the room…',

  // About it
  description: 'Description',
  subject: 'Subject',
  people: 'People here',
  contacts: 'Contact',
  language: 'Language',
  properties: 'Properties',
  /** By feature (XEP-0045 §15.3, XEP-0313). */
  features: {
    muc_membersonly: 'For members only',
    muc_open: 'Open to everybody',
    muc_passwordprotected: 'A password is needed',
    muc_moderated: 'Moderated: only who has voice may write',
    muc_unmoderated: 'Everybody may write',
    muc_persistent: 'Stays when everybody has left',
    muc_temporary: 'Ends when everybody has left',
    muc_hidden: 'Not listed',
    muc_public: 'Listed for everybody',
    muc_nonanonymous: 'Everybody here sees your address',
    muc_semianonymous: 'Only moderators see your address',
    'urn:xmpp:mam:2': 'What is said here is kept',
  },

  // Settings
  settingsErrors: {
    forbidden: 'Only owners may change the settings of this room.',
    'not-acceptable': 'The room does not accept these settings.',
    'not-allowed': 'The room does not accept these settings.',
    'bad-request': 'The room does not accept these settings.',
    conflict: 'The room does not accept these settings.',
    'feature-not-implemented': 'This room has no settings that could be changed here.',
    'item-not-found': 'This room is no longer there.',
  },

  // What somebody changes in it
  changeNick: 'Change nickname',
  changeSubject: 'Change subject',
  invite: 'Invite somebody',
  inviteAddress: 'Address of whom you invite',
  inviteNow: 'Invite',
  invited: (name: string) => `${name} has been invited.`,
  declined: (name: string) => `${name} does not want to come.`,
  inviteErrors: {
    forbidden: 'You may not invite anybody to this room.',
    'not-allowed': 'You may not invite anybody to this room.',
    'item-not-found': 'There is nobody of this address.',
  },

  // In private
  whispers: (nick: string) => `${nick} writes to you in private`,
  read: 'Read',

  // Its picture
  picture: 'Room picture',
  choosePicture: 'Choose a picture',
  removePicture: 'Remove the picture',
  pictureNote: 'Everybody sees it, cut to a small square.',
  pictureSet: 'Everybody here has the new picture.',
  pictureGone: 'The room has no picture any more.',
  noPicture: 'This file cannot be used as a picture.',
  pictureErrors: {
    forbidden: 'Only owners may change the picture of this room.',
    'not-allowed': 'Only owners may change the picture of this room.',
    'service-unavailable': 'This room takes no picture.',
    'feature-not-implemented': 'This room takes no picture.',
    'not-acceptable': 'The room does not accept this picture.',
    'bad-request': 'The room does not accept this picture.',
    'policy-violation': 'The room does not accept this picture.',
  },

  // Members and banned people
  list: 'List',
  affiliations: { member: 'Members', admin: 'Admins', owner: 'Owners', outcast: 'Banned' },
  findInList: 'Find in this list',
  nobodyInList: 'Nobody is in this list.',
  moreOf: (count: number) => `Show ${count} more`,
  removeFromList: (name: string) => `Remove ${name}`,
  unban: (name: string) => `Unban ${name}`,
  unbanNow: 'Unban',
  addToList: { member: 'Add a member', admin: 'Add an admin', owner: 'Add an owner', outcast: 'Ban an address' },
  added: (name: string) => `${name} is in this list now.`,
  removed: (name: string) => `${name} is no longer in this list.`,
  listErrors: {
    forbidden: 'You may not see or change this list.',
    'not-allowed': 'You may not change this one.',
    conflict: 'A room needs an owner: the last one stays.',
    'item-not-found': 'There is nobody of this address.',
    'not-acceptable': 'The room does not accept that.',
    'bad-request': 'The room does not accept that.',
  },

  // Closing it
  closeQuestion: (room: string) => `Close ${room} for good?`,
  closeNote: 'Everybody has to leave, and what was said here may be gone.',
  alternative: 'Address of another room to go to (optional)',
  close: 'Close the room',
  goTo: (room: string) => `Go to ${room}`,

  // Leave to speak
  askToSpeak: 'Ask to speak',
  hasAsked: 'You have asked. A moderator can let you write.',
  unanswered: 'Nobody has let you write yet. You can ask again.',
  askedTooOften: 'You have asked already. Wait a while before you ask again.',
  wantsToSpeak: (nick: string) => `${nick} asks to speak`,
  approve: 'Approve',
  deny: 'Deny',

  // Membership
  askForMembership: 'Ask for membership',
  hasAskedForMembership: 'You have asked for membership. Try again later.',
  membershipErrors: {
    conflict: 'That nickname is taken. Choose another one.',
    forbidden: 'This room does not want you as a member.',
    'not-allowed': 'This room takes no new members.',
    'registration-required': 'This room takes no new members.',
    'feature-not-implemented': 'This room takes no new members.',
    'bad-request': 'The room does not accept that.',
    'not-acceptable': 'The room does not accept that.',
  },
};

export type RoomStrings = typeof roomStrings;
