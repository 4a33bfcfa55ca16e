// @ts-check
// The devices that came in with the access code, and the way out. Only whoever sits at this machine is told of them.

import { useCalm } from "../shared/calm.js";
import { ask, post } from "../shared/files.js";
import { html, show, useEffect, useState } from "../shared/html.js";
import { when } from "../shared/moment.js";

export default function devices(component) {
  return show(component, html`<${Devices} />`);
}

function Devices() {
  const [found, setFound] = useState(null);
  const { said, busy, calmly } = useCalm();

  const look = () =>
    ask("/devices")
      .then((response) => response.json())
      .then(
        (told) => setFound(told.devices),
        () => {},
      );
  useEffect(() => {
    look();
    window.addEventListener("focus", look); // others come and go meanwhile
    return () => window.removeEventListener("focus", look);
  }, []);
  const putOut = ({ id, name }) =>
    calmly(async () => {
      setFound((await post(`/devices/${id}/out`)).devices);
      return `${name}已退出，要再输访问码才能进来。`;
    });
  return (
    found &&
    html`<section class="devices">
    <h2>连进来的设备</h2>
    <p class="hint">用访问码进来的手机和电脑。丢了或借走了的，让它退出：它马上打不开岗位匠，写好的内容都在。</p>
    ${found.length === 0 && html`<p>还没有别的设备进来。</p>`}
    <ul>${found.map(
      (device) => html`<li key=${device.id}>
      <span><b>${device.name}</b><small>${when(device.since)} 进来，最近一次 ${when(device.seen)}</small></span>
      <button type="button" class="file" disabled=${busy} aria-label=${`让${device.name}退出`}
        onClick=${putOut(device)}>让它退出</button>
    </li>`,
    )}</ul>
    <p class="said" role="status">${said}</p>
  </section>`
  );
}
