/** What the windows of one browser tell each other: somebody is signed in here now. Nothing of it is kept. */
const CHANNEL = "jiaohao-signed-in";

export function tellSignedIn() {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(null);
  channel.close();
}

/** @param {() => void} listener */
export function onSignedInElsewhere(listener) {
  new BroadcastChannel(CHANNEL).addEventListener("message", listener);
}
