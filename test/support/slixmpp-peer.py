"""
A client of another family, for slixmpp-peer.mjs: slixmpp signs in and does as it is told, and tells what it has read.

JSON, a line each. In: first whom to sign in as ({"jid", "password", "port"}), then wishes ({"wish", "do",
"with"}: a number, and a method of `Peer` below). Out: answers ({"wish", "value"} or {"wish", "error"}) and events ({"event",
"detail"}), named as slixmpp names them. All that is read and written goes through slixmpp's own plugins, as far as the installed version (1.8.3 or newer) has
them: what they make of our stanzas is what people with other clients get to see.
"""

import asyncio
import base64
import io
import json
import os
import sys
from xml.etree import ElementTree as ET

import aiohttp
import slixmpp
from slixmpp.exceptions import IqError, IqTimeout
from slixmpp.stanza import Message
from slixmpp.xmlstream import ElementBase, register_stanza_plugin
from slixmpp.xmlstream.handler import Callback
from slixmpp.xmlstream.matcher import StanzaPath

PLUGINS = """
    xep_0030 xep_0054 xep_0060 xep_0066 xep_0084 xep_0085 xep_0115 xep_0153 xep_0172 xep_0184 xep_0191 xep_0199 xep_0280 xep_0308
    xep_0333 xep_0334 xep_0359 xep_0363 xep_0382 xep_0424 xep_0428 xep_0444 xep_0461
""".split()

MESSAGE_EVENTS = """
    message message_error chatstate receipt_received marker_displayed message_correction message_retract message_reply
    reactions
""".split()

RETRACT = "urn:xmpp:message-retract:1"
FALLBACK = "urn:xmpp:fallback:0"
REPLY = "urn:xmpp:reply:0"
DISPLAYED = "urn:xmpp:mds:displayed:0"
BOOKMARKS = "urn:xmpp:bookmarks:1"


class Retract(ElementBase):
    """XEP-0424, version 0.4: slixmpp before 1.9 has an older one."""

    namespace = RETRACT
    name = plugin_attrib = "retract"
    interfaces = {"id"}


class Fallback(ElementBase):
    """XEP-0428, version 0.2: slixmpp before 1.8.5 cannot say what a fallback is for, nor where it ends."""

    namespace = FALLBACK
    name = plugin_attrib = "fallback"
    plugin_multi_attrib = "fallbacks"
    interfaces = {"for"}


class FallbackBody(ElementBase):
    namespace = FALLBACK
    name = plugin_attrib = "body"
    interfaces = {"start", "end"}


def modernize(xmpp):
    """Teaches an older slixmpp the present versions, by the means that it gives to authors of plugins."""
    if xmpp["xep_0424"].namespace != RETRACT:
        register_stanza_plugin(Message, Retract)
        handle = xmpp["xep_0424"]._handle_retract_message
        xmpp.register_handler(Callback("Message Retracted, now", StanzaPath("message/retract"), handle))
    if not hasattr(xmpp["xep_0461"].stanza.Reply, "strip_fallback_content"):
        register_stanza_plugin(Message, Fallback, iterable=True)
        register_stanza_plugin(Fallback, FallbackBody)


def facts_of(message):
    """What slixmpp has understood of a message; nothing that is not there."""

    def child(name):
        return message.get_plugin(name, check=True)

    reply, error = child("reply"), child("error")
    facts = {
        "id": message["id"],
        "type": message["type"],
        "from": str(message["from"]),
        "to": str(message["to"]),
        "body": message["body"],
        "request_receipt": message["request_receipt"],
        "receipt": message["receipt"],
        "chat_state": message["chat_state"],
        "markable": child("markable") is not None,
        "displayed": child("displayed") and message["displayed"]["id"],
        "replace": child("replace") and message["replace"]["id"],
        "retract": child("retract") and message["retract"]["id"],
        "reply": reply and {"id": reply["id"], "to": str(reply["to"]), "words": words_of(message)},
        "reactions": child("reactions")
        and {"id": message["reactions"]["id"], "values": sorted(message["reactions"]["values"])},
        "spoiler": child("spoiler") and (child("spoiler").xml.text or ""),
        "oob": child("oob") and message["oob"]["url"],
        "nick": child("nick") and message["nick"]["nick"],
        "origin_id": child("origin_id") and message["origin_id"]["id"],
        "stanza_id": child("stanza_id") and message["stanza_id"]["id"],
        "hints": [hint for hint in ("store", "no-store", "no-copy") if child(hint) is not None],
        "condition": error and error["condition"],
        "error_text": error and error["text"],
    }
    return {name: value for name, value in facts.items() if value or value == "" and name == "spoiler"}


def words_of(message):
    """What a reply says, without the quote that its fallback names (XEP-0428)."""
    reply = message["reply"]
    if hasattr(reply, "strip_fallback_content"):
        return reply.strip_fallback_content()
    for fallback in message["fallbacks"]:
        if fallback["for"] == REPLY:
            body = message["body"]
            return body[: int(fallback["body"]["start"])] + body[int(fallback["body"]["end"]) :]
    return message["body"]


class Peer(slixmpp.ClientXMPP):
    def __init__(self, jid, password):
        super().__init__(jid, password)
        for plugin in PLUGINS:
            self.register_plugin(plugin)
        modernize(self)
        # The test decides whom to let see when we are here.
        self.auto_authorize = None
        self.auto_subscribe = False
        self.messages = {}
        for event in MESSAGE_EVENTS:
            self.add_event_handler(event, self.teller(event, self.read))
        for event in ("carbon_sent", "carbon_received"):
            self.add_event_handler(event, self.teller(event, lambda message, event=event: facts_of(message[event])))
        self.add_event_handler("presence", self.teller("presence", self.presence_facts))
        self.add_event_handler("roster_update", self.teller("roster_update", self.roster_facts))
        for event, name in (("blocked", "block"), ("unblocked", "unblock")):
            jids = lambda iq, name=name: {"jids": sorted(str(jid) for jid in iq[name]["items"])}
            self.add_event_handler(event, self.teller(event, jids))
        self.add_event_handler("session_start", self.start)
        self.add_event_handler("failed_all_auth", self.give_up)
        # Newer ones would not without TLS.
        self["feature_mechanisms"].unencrypted_scram = True

    def open(self, port):
        self.init_plugins()
        if hasattr(self, "enable_plaintext"):  # slixmpp 1.9 and newer
            self.enable_plaintext, self.enable_starttls, self.enable_direct_tls = True, False, False
            self.connect("127.0.0.1", port)
        else:
            self.connect(("127.0.0.1", port), force_starttls=False, disable_starttls=True)

    def give_up(self, _):
        sys.stderr.write("slixmpp could not sign in\n")
        os._exit(1)

    async def start(self, _):
        await self.get_roster()
        tell({"event": "ready", "detail": {"jid": str(self.boundjid)}})

    def teller(self, event, facts):
        return lambda stanza: tell({"event": event, "detail": facts(stanza)})

    def read(self, message):
        self.messages[message["id"]] = message
        return facts_of(message)

    def presence_facts(self, presence):
        update = presence.get_plugin("vcard_temp_update", check=True)
        return {
            "from": str(presence["from"]),
            # An availability, or what it is instead.
            "type": presence["type"],
            "status": presence["status"],
            "nick": presence["nick"]["nick"],
            "photo": update["photo"] if update else None,
        }

    def roster_facts(self, iq):
        items = iq["roster"]["items"].items()
        return {str(jid): {"name": item["name"], "subscription": item["subscription"]} for jid, item in items}

    # Wishes

    async def do_send(self, to, body="", type="chat", **more):
        """Sends a message with any of what `facts_of` reads, and tells its id."""
        message = self.make_message(mto=to, mbody=body, mtype=type)
        message["id"] = more.pop("id", None) or self.new_id()
        for name, value in more.items():
            if name == "reply":
                self.add_reply(message, **value)
            elif name == "markable":
                message.enable("markable")
            elif name == "spoiler":
                message["spoiler"].xml.text = value
            elif name == "replace":
                message["replace"]["id"] = value
            elif name == "retract":
                message["retract"]["id"] = value
            elif name == "oob":
                message["oob"]["url"] = value
            elif name == "nick":
                message["nick"]["nick"] = value
            elif name in ("request_receipt", "chat_state"):
                message[name] = value
            else:
                raise ValueError(f"cannot send {name}")
        message.send()
        return message["id"]

    def add_reply(self, message, id, to, quoted):
        reply = message["reply"]
        reply["id"], reply["to"] = id, to
        if hasattr(reply, "add_quoted_fallback"):
            return reply.add_quoted_fallback(quoted)
        quote = f"> {quoted}\n"
        message["body"] = quote + message["body"]
        fallback = Fallback()
        fallback["for"] = REPLY
        fallback["body"]["start"], fallback["body"]["end"] = "0", str(len(quote))
        message.append(fallback)

    async def do_mark(self, to, id, marker="displayed"):
        self["xep_0333"].send_marker(to, id, marker)

    async def do_react(self, to, id, reactions):
        self["xep_0444"].send_reactions(to, id, reactions)

    async def do_retract(self, to, id):
        self["xep_0424"].send_retraction(to, id)

    async def do_bounce(self, id, condition, text):
        """Sends a message back that has come."""
        error = self.make_message(mto=self.messages[id]["from"], mtype="error")
        error["id"] = id
        error["error"]["type"], error["error"]["condition"], error["error"]["text"] = "modify", condition, text
        error.send()

    async def do_presence(self, to=None, type=None, show=None, status=None, nick=None):
        self.send_presence(pto=to, ptype=type, pshow=show, pstatus=status, pnick=nick)

    async def do_contact(self, jid, name=None, subscription=None):
        """Names a contact; with `remove` it is none any more."""
        more = {"subscription": subscription} if subscription else {}
        await self.update_roster(jid, name=name, **more)

    async def do_avatar(self, data, type):
        """XEP-0084."""
        data = base64.b64decode(data)
        plugin = self["xep_0084"]
        await plugin.publish_avatar(data)
        await plugin.publish_avatar_metadata({"id": plugin.generate_id(data), "type": type, "bytes": len(data)})

    async def do_vcard_avatar(self, data, type):
        """XEP-0153, 0054."""
        await self["xep_0153"].set_avatar(avatar=base64.b64decode(data), mtype=type)

    async def do_vcard(self, **fields):
        """XEP-0054."""
        vcard = self["xep_0054"].make_vcard() if hasattr(self["xep_0054"], "make_vcard") else self.Iq()["vcard_temp"]
        for name, value in fields.items():
            vcard[name] = value
        await self["xep_0054"].publish_vcard(vcard=vcard)

    async def do_displayed(self, conversation, by, id):
        """XEP-0490, for which slixmpp has no plugin of its own: by that of XEP-0060."""
        payload = ET.fromstring(f"<displayed xmlns='{DISPLAYED}'><stanza-id xmlns='urn:xmpp:sid:0' by='{by}' id='{id}'/></displayed>")
        await self["xep_0060"].publish(self.boundjid.bare, DISPLAYED, id=conversation, payload=payload)

    async def do_bookmark(self, room, name, nick):
        """XEP-0402, likewise."""
        payload = ET.Element(f"{{{BOOKMARKS}}}conference", {"name": name, "autojoin": "true"})
        ET.SubElement(payload, f"{{{BOOKMARKS}}}nick").text = nick
        await self["xep_0060"].publish(self.boundjid.bare, BOOKMARKS, id=room, payload=payload)

    async def do_unbookmark(self, room):
        await self["xep_0060"].retract(self.boundjid.bare, BOOKMARKS, room, notify=True)

    async def do_bookmarks(self):
        """The rooms that are kept."""
        iq = await self["xep_0060"].get_items(self.boundjid.bare, BOOKMARKS)
        return [item["id"] for item in iq["pubsub"]["items"]["substanzas"]]

    async def do_displayed_ids(self):
        """XEP-0490: up to where conversations were seen, by conversation."""
        iq = await self["xep_0060"].get_items(self.boundjid.bare, DISPLAYED)
        found = {}
        for item in iq["pubsub"]["items"]["substanzas"]:
            stanza_id = item["payload"].find("{urn:xmpp:sid:0}stanza-id")
            found[item["id"]] = {"by": stanza_id.get("by"), "id": stanza_id.get("id")}
        return found

    async def do_upload(self, name, data, type):
        """XEP-0363: puts a file where others can fetch it, and tells its address."""
        data = base64.b64decode(data)
        self["xep_0363"].upload_service = await self.upload_service()
        return await self["xep_0363"].upload_file(
            name, size=len(data), content_type=type, input_file=io.BytesIO(data), timeout=30
        )

    async def upload_service(self):
        # slixmpp 1.8.3 looks for it in a way that Python 3.11 forbids.
        items = await self["xep_0030"].get_items(jid=self.boundjid.domain)
        for jid, _, _ in items["disco_items"]["items"]:
            info = await self["xep_0030"].get_info(jid=jid)
            if "urn:xmpp:http:upload:0" in info["disco_info"]["features"]:
                return jid
        raise ValueError("no upload service")

    async def do_fetch(self, url):
        async with aiohttp.ClientSession() as session, session.get(url) as answer:
            answer.raise_for_status()
            return base64.b64encode(await answer.read()).decode()

    async def do_blocked(self):
        """Whom the account has blocked; from then on it is told of changes."""
        list = await self["xep_0191"].get_blocked()
        return sorted(str(jid) for jid in list["blocklist"]["items"])

    async def do_block(self, jid):
        await self["xep_0191"].block(slixmpp.JID(jid))

    async def do_unblock(self, jid):
        await self["xep_0191"].unblock(slixmpp.JID(jid))

    async def do_carbons(self):
        await self["xep_0280"].enable()

    async def do_ping(self, jid):
        return await self["xep_0199"].ping(jid) is not None

    async def do_caps(self, jid):
        """XEP-0115: what a client can do, if its answer to XEP-0030 has the hash that its presence names."""
        info = await self["xep_0115"].get_caps(jid)
        return info and sorted(info["features"])


def tell(line):
    print(json.dumps(line), flush=True)


async def serve(peer, lines):
    while line := await lines.readline():
        asked = json.loads(line)
        answer = {"wish": asked["wish"]}
        try:
            answer["value"] = await getattr(peer, f"do_{asked['do']}")(**asked["with"])
        except IqError as error:
            answer["error"] = error.condition
        except IqTimeout:
            answer["error"] = "timeout"
        except Exception as error:
            answer["error"] = repr(error)
        tell(answer)


async def main():
    lines = asyncio.StreamReader(limit=2**24)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(lines), sys.stdin)
    account = json.loads(await lines.readline())
    peer = Peer(account["jid"], account["password"])
    peer.open(account["port"])
    await serve(peer, lines)
    # Whoever started us wants no more.
    await peer.disconnect()


asyncio.run(main())
