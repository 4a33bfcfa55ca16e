"""Wire: a browser without a screen. It speaks Streamlit's websocket protocol and our own address for edits."""

import asyncio
import json
import secrets
from collections.abc import Mapping
from typing import Self

import httpx
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

RETRY = 1.5
"""Seconds after which what was not saved is sent again, as outbox.js does."""
UNDRAWN = 20
"""Commits behind which the page is drawn anew in any case, as bar.js has it."""


class Session:
    """One visitor on one page. `states` holds the values of the page's text widgets by their id."""

    def __init__(self, url: str, path: str = "", role: str = "") -> None:
        self.url, self.path, self.role = url, path, role
        self.query = f"role={role}" if role else ""
        self.page_hash = ""
        self.states: dict[str, str] = {}
        self.components: dict[str, str] = {}
        self.drawn: dict[str, object] = {}
        """What our bar was drawn with last: revision, progress."""
        self.undrawn = 0
        """Commits since the last drawing."""
        self.kept: set[str] = set()

    async def open(self) -> Self:
        """Connect, and wait for the first drawing."""
        self.socket = await websockets.connect(
            f"{self.url.replace('http', 'ws')}/_stcore/stream",
            subprotocols=[websockets.Subprotocol("streamlit")], origin=websockets.Origin(self.url), max_size=None,
        )  # fmt: skip
        self.client = httpx.AsyncClient(base_url=self.url, timeout=60, headers={"origin": self.url, "x-rolesmith": "1"})
        await self.draw()
        return self

    async def close(self) -> None:
        await self.socket.close()
        await self.client.aclose()

    async def draw(self, trigger: Mapping[str, object] | None = None) -> None:
        """Ask for a run, by our bar's trigger if given, and wait until it is finished."""
        message = BackMsg()
        asked = message.rerun_script
        asked.query_string, asked.page_script_hash = self.query, self.page_hash
        asked.page_name = "" if self.page_hash else self.path
        asked.context_info.url = f"{self.url}/{self.path}?{self.query}"
        asked.cached_message_hashes.extend(self.kept)
        for widget, text in self.states.items():
            asked.widget_states.widgets.add(id=widget, string_value=text)
        if trigger is not None:
            asked.widget_states.widgets.add(
                id=f"$$STREAMLIT_INTERNAL_KEY_{self.components['rolesmith_bar']}__events",
                json_trigger_value=json.dumps([{"event": "redraw", "value": trigger}]),
            )
        await self.socket.send(message.SerializeToString())
        while not self._take(ForwardMsg.FromString(await self.socket.recv(decode=False))):
            pass

    def _take(self, message: ForwardMsg) -> bool:
        """Learn what a browser would learn from a message; whether it was the last of a run."""
        kind = message.WhichOneof("type")
        if kind == "navigation":
            self.page_hash = message.navigation.page_script_hash
        elif kind == "delta":
            element = message.delta.new_element
            if element.HasField("text_input"):
                self.states.setdefault(element.text_input.id, "")
            elif element.HasField("bidi_component"):
                component = element.bidi_component
                self.components[component.component_name] = component.id
                if component.component_name == "rolesmith_bar":
                    self.drawn = json.loads(component.bytes)
            if message.metadata.cacheable:
                self.kept.add(message.hash)
        return kind == "script_finished"

    async def write(self, target: str, text: str) -> None:
        """Write a text as the page's owner does, until all is drawn.

        On our pages: commit it by our own address, whose answer brings the paper, and have the page drawn anew where
        more than that has changed. On a floor: in the first text widget, as Streamlit has it.
        """
        if not self.role:
            self.states[next(iter(self.states))] = text
            await self.draw()
            return
        edit = {"id": f"e{secrets.token_hex(8)}", "op": "set", "target": target, "name": "text", "value": text}
        while True:
            response = await self.client.post(f"/roles/{self.role}/edits", json={"edits": [edit]})
            if response.status_code != 503:
                break
            await asyncio.sleep(RETRY)
        answer = response.json()["answers"][0]
        if answer.get("status") != "saved":
            raise SystemExit(f"修改没有保存：{answer}")
        self.undrawn += 1
        if response.json()["paper"]["progress"] != self.drawn["progress"] or self.undrawn >= UNDRAWN:
            await self.draw({"role": self.role, "revision": answer["revision"]})
            self.undrawn = 0
