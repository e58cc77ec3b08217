-- A server of its own in one folder. servers.mjs fills in {{DIR}}, {{HTTP_PORT}} and {{CLIENT_PORT}}, and takes out of
-- modules_enabled what this machine's Prosody does not have.
run_as_root = true
pidfile = "{{DIR}}/prosody.pid"
data_path = "{{DIR}}/data"
certificates = "{{DIR}}"
log = { info = "{{DIR}}/prosody.log" }
plugin_paths = { "{{DIR}}/modules" }
interfaces = { "127.0.0.1" }
c2s_ports = { {{CLIENT_PORT}} }
s2s_ports = { }
http_ports = { {{HTTP_PORT}} }
http_interfaces = { "127.0.0.1" }
https_ports = { }
http_default_host = "localhost"
http_external_url = "http://127.0.0.1:{{HTTP_PORT}}/"
consider_bosh_secure = true
consider_websocket_secure = true
c2s_require_encryption = false
bosh_max_inactivity = 60
authentication = "internal_hashed"
archive_expires_after = "never"
default_archive_policy = true
smacks_hibernation_time = 300
allow_registration = true
min_seconds_between_registrations = 0
modules_enabled = {
  "roster", "saslauth", "disco", "private", "blocklist", "vcard4", "vcard_legacy", "pep", "bookmarks", "carbons", "mam",
  "ping", "smacks", "csi", "csi_simple", "bosh", "websocket", "http", "posix", "time", "version", "lastactivity", "uptime",
  "register", "register_ibr", "server_contact_info", "sasl2", "sasl2_bind2", "host_meta", "http_pep_avatar", "mam_adhoc",
  "cloud_notify", "admin_shell",
}
modules_disabled = { "s2s", "limits", "tls" }

VirtualHost "localhost"

VirtualHost "guest.localhost"
  authentication = "anonymous"
  modules_disabled = { "s2s", "limits", "tls", "register", "register_ibr" }
  -- Its users do not see the components of localhost by themselves.
  disco_items = { { "rooms.localhost", "Rooms" }, { "upload.localhost", "Upload" }, { "search.localhost", "Search" } }

Component "upload.localhost" "http_file_share"
  http_file_share_size_limit = 10*1024*1024
  http_file_share_access = { "localhost", "guest.localhost" }
  -- Without this, /file_share answers 404 to any Host header but upload.localhost.
  http_host = "localhost"

Component "search.localhost" "channel_search"

Component "rooms.localhost" "muc"
  name = "Rooms"
  modules_enabled = { "muc_mam", "vcard_muc", "muc_moderation", "muc_unique", "room_manners" }
  muc_room_default_persistent = true
  muc_room_default_public = true
  muc_log_by_default = true
  muc_room_locking = true
  allow_unaffiliated_register = true
