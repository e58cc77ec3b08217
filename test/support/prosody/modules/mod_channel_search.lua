-- XEP-0433: looks for words in the names, addresses and descriptions of the public rooms of rooms.<host>, and in keywords
-- that servers.mjs gives them (room._data.keywords). A component of its own; Debian's Prosody has no such module.
local st = require "util.stanza";
local dataforms = require "util.dataforms";
local rsm = require "util.rsm";
local jid = require "util.jid";

local xmlns = "urn:xmpp:channel-search:0:search";
local by_users = "{urn:xmpp:channel-search:0:order}nusers";
local by_address = "{urn:xmpp:channel-search:0:order}address";

local form = dataforms.new {
	title = "Search for public rooms";
	{ name = "FORM_TYPE"; type = "hidden"; value = "urn:xmpp:channel-search:0:search-params" };
	{ name = "q"; type = "text-single"; label = "Search for" };
	{ name = "types"; type = "list-multi"; label = "Service types"; options = { "xep-0045" } };
	{ name = "key"; type = "list-single"; label = "Sort results by"; options = { by_users, by_address } };
};

module:depends("disco");
module:add_feature(xmlns);

local function refuse(event, kind, condition, odd)
	local reply = st.error_reply(event.stanza, kind, condition);
	reply:reset():get_child("error"):tag(odd, { xmlns = "urn:xmpp:channel-search:0:error" });
	event.origin.send(reply);
	return true;
end

local function found(words)
	local service = prosody.hosts["rooms." .. module.host:gsub("^[^.]+%.", "")];
	local rooms = {};
	for room in service.modules.muc.each_room() do
		local text = table.concat({ room.jid, room:get_name() or "", room:get_description() or "", room._data.keywords or "" }, " ");
		if room:get_public() and text:lower():find(words:lower(), 1, true) then
			local users = 0;
			for _ in room:each_occupant() do users = users + 1; end
			table.insert(rooms, { room = room, users = users });
		end
	end
	return rooms;
end

module:hook("iq-get/host/" .. xmlns .. ":search", function (event)
	local origin, stanza = event.origin, event.stanza;
	local search = stanza.tags[1];
	local submitted = search:get_child("x", "jabber:x:data");
	if not submitted then
		origin.send(st.reply(stanza):tag("search", { xmlns = xmlns }):add_child(form:form({ key = by_users }, "form")));
		return true;
	end
	local data = form:data(submitted);
	if not data or not data.q then return refuse(event, "cancel", "bad-request", "no-search-conditions"); end
	if #data.q < 3 then return refuse(event, "modify", "bad-request", "invalid-search-terms"); end
	local rooms = found(data.q);
	table.sort(rooms, function (one, other)
		if data.key ~= by_address and one.users ~= other.users then return one.users > other.users; end
		return one.room.jid < other.room.jid;
	end);
	local page = rsm.get(search) or {};
	local first = 1;
	for index, entry in ipairs(rooms) do if entry.room.jid == page.after then first = index + 1; end end
	local last = math.min(#rooms, first + math.min(page.max or 3, 3) - 1);
	local result = st.reply(stanza):tag("result", { xmlns = xmlns });
	for index = first, last do
		local room = rooms[index].room;
		result:tag("item", { address = room.jid })
			:text_tag("name", room:get_name() or jid.node(room.jid))
			:text_tag("description", room:get_description() or "")
			:text_tag("nusers", tostring(rooms[index].users))
			:text_tag("service-type", "xep-0045"):up();
	end
	if last >= first then
		result:add_child(rsm.generate({ first = { rooms[first].room.jid, index = first - 1 }, last = rooms[last].room.jid, count = #rooms }));
	end
	origin.send(result);
	return true;
end);
