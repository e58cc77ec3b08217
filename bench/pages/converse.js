/* global document */
// Converse.js as its documentation embeds one room for guests; nothing is switched off but sounds.
import converse from '/converse/converse.min.js';

const { service, nick } = document.querySelector('[data-service]').dataset;
converse.plugins.add('bench', {
  initialize() {
    document.converse = this._converse;
  },
});
converse.initialize({
  view_mode: 'embedded',
  authentication: 'anonymous',
  auto_login: true,
  jid: 'guest.localhost',
  websocket_url: service,
  discover_connection_methods: false,
  auto_join_rooms: ['lobby@rooms.localhost'],
  nickname: nick,
  muc_history_max_stanzas: 50,
  singleton: true,
  assets_path: '/converse/',
  i18n: 'en',
  play_sounds: false,
  loglevel: 'error',
  whitelisted_plugins: ['bench'],
});
