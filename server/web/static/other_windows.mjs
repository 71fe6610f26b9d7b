/** What the windows of one browser tell each other: somebody is signed in here now. Nothing of it is kept. */
const channel = new BroadcastChannel("jiaohao-signed-in"); // one for both ways: it does not hear itself

/** Tells the others; not this window. */
export function tellSignedIn() {
  channel.postMessage(null);
}

/** @param {() => void} listener */
export function onSignedInElsewhere(listener) {
  channel.addEventListener("message", listener);
}
