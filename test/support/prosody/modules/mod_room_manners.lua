-- What rooms may have and Debian's Prosody has no module for: people to turn to (XEP-0045 §6.4), slow mode (XEP-0500) and
-- hats (XEP-0317). `servers.mjs` sets them: room._data.contact, .slow (in seconds) and .hats (titles by bare JID).
local st = require "util.stanza";
local jid = require "util.jid";
local now = require "util.time".now;

local xmlns_hats = "urn:xmpp:hats:0";
local said = setmetatable({}, { __mode = "k" });

module:hook("muc-disco#info", function (event)
	local room = event.room;
	event.reply:tag("feature", { var = xmlns_hats }):up();
	if room._data.contact then
		table.insert(event.form, { name = "muc#roominfo_contactjid", type = "jid-multi" });
		event.formdata["muc#roominfo_contactjid"] = { room._data.contact };
	end
	if room._data.slow then
		table.insert(event.form, { name = "muc#roominfo_slow_mode_duration", type = "text-single" });
		event.formdata["muc#roominfo_slow_mode_duration"] = tostring(room._data.slow);
	end
end);

module:hook("muc-occupant-groupchat", function (event)
	local room, who = event.room, jid.bare(event.stanza.attr.from);
	local slow = tonumber(room._data.slow) or 0;
	local affiliation = room:get_affiliation(who);
	if slow == 0 or affiliation == "owner" or affiliation == "admin" or not event.stanza:get_child("body") then return; end
	local times = said[room] or {};
	said[room] = times;
	if times[who] and now() - times[who] < slow then
		event.origin.send(st.error_reply(event.stanza, "wait", "policy-violation",
			("You have to wait %d seconds between messages."):format(slow)));
		return true;
	end
	times[who] = now();
end, 10);

module:hook("muc-build-occupant-presence", function (event)
	-- What an occupant claims is not for others to believe.
	event.stanza:maptags(function (tag) if tag.attr.xmlns ~= xmlns_hats then return tag; end end);
	local hats = event.room._data.hats and event.room._data.hats[event.occupant and event.occupant.bare_jid or event.bare_jid];
	if not hats then return; end
	local all = st.stanza("hats", { xmlns = xmlns_hats });
	for _, title in ipairs(hats) do
		all:tag("hat", { uri = "urn:example:hats:" .. title, title = title }):up();
	end
	event.stanza:add_direct_child(all);
end);
