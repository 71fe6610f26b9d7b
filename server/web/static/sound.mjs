/** The short chime when a line is no longer empty. Muting is remembered in this browser. */

const MUTED = "jiaohao-muted";

export class Chime {
  constructor() {
    /** @type {AudioContext | null} */
    this.audio = null;
    this.muted = remembered();
    const wake = () => this.#wake();
    addEventListener("pointerdown", wake);
    addEventListener("keydown", wake);
  }

  /** @param {boolean} muted */
  mute(muted) {
    this.muted = muted;
    try {
      localStorage.setItem(MUTED, muted ? "1" : "0");
    } catch {
      // a browser that keeps nothing: the choice lasts as long as the page
    }
  }

  /** Two soft tones; silent before the first press on the page, which browsers ask for. */
  ring() {
    if (this.muted || this.audio?.state !== "running") return;
    const start = this.audio.currentTime;
    this.#tone(659.3, start);
    this.#tone(880, start + 0.18);
  }

  #wake() {
    try {
      this.audio ??= new AudioContext();
      if (this.audio.state === "suspended") void this.audio.resume().catch(() => {});
    } catch {
      this.audio = null; // a PC without a sound device: the notice on the page is enough
    }
  }

  /** @param {number} hertz @param {number} at */
  #tone(hertz, at) {
    const audio = /** @type {AudioContext} */ (this.audio);
    const tone = audio.createOscillator();
    const level = audio.createGain();
    tone.frequency.value = hertz;
    level.gain.setValueAtTime(0.0001, at);
    level.gain.exponentialRampToValueAtTime(0.18, at + 0.02);
    level.gain.exponentialRampToValueAtTime(0.0001, at + 0.32);
    tone.connect(level).connect(audio.destination);
    tone.start(at);
    tone.stop(at + 0.35);
  }
}

function remembered() {
  try {
    return localStorage.getItem(MUTED) === "1";
  } catch {
    return false;
  }
}
