// The screen of a hall with sound: it asks for its own page again and again, shows the new numbers, and sounds when somebody is called.

const EVERY_MS = 3_000
/** Two notes, the second higher: heard in a hall and liked more than a beep. In Hz. */
const NOTES = [660, 880] as const
const NOTE_S = 0.28

const byId = (id: string) => document.getElementById(id)
let sound: AudioContext | null = null
let known = callsIn(document)

const button = byId('sound')
if (button !== null) {
  button.hidden = false
  byId('needs-script')!.hidden = true
  button.addEventListener('click', () => {
    sound ??= new AudioContext()
    void sound.resume()
    button.hidden = true
    byId('sound-is-on')!.hidden = false
    ring(sound)
  })
}
later()

/** The next question goes out when the last one is answered. */
function later(): void {
  setTimeout(() => void renew().finally(later), EVERY_MS)
}

/** The page's own next answer, which becomes markup as its first did: the policy is named in the header of the site. */
const trusted: (html: string) => string = (() => {
  type Policies = { createPolicy(name: string, rules: { createHTML(html: string): string }): { createHTML(html: string): string } }
  const policy = (globalThis as { trustedTypes?: Policies }).trustedTypes?.createPolicy('ruqsat-board', { createHTML: (html) => html })
  return (html) => policy?.createHTML(html) ?? html
})()

async function renew(): Promise<void> {
  const page = await fetch(location.href, { cache: 'no-store' }).then(
    async (answer) => (answer.ok ? new DOMParser().parseFromString(trusted(await answer.text()), 'text/html') : null),
    () => null,
  )
  const board = page?.getElementById('board') ?? null
  byId('lost')!.hidden = board !== null
  if (page === null || board === null) return
  const calls = callsIn(page)
  if (board.innerHTML !== byId('board')!.innerHTML) byId('board')!.replaceWith(document.adoptNode(board))
  if (sound !== null && Array.from(calls).some((call) => !known.has(call))) ring(sound)
  known = calls
}

/** Each call of each ticket: somebody who is called again is heard again. */
function callsIn(page: Document): ReadonlySet<string> {
  return new Set(Array.from(page.querySelectorAll<HTMLElement>('[data-call]'), (each) => each.dataset['call']!))
}

function ring(audio: AudioContext): void {
  NOTES.forEach((hertz, place) => {
    const begins = audio.currentTime + place * NOTE_S
    const tone = audio.createOscillator()
    const volume = audio.createGain()
    tone.frequency.value = hertz
    volume.gain.setValueAtTime(0.4, begins)
    volume.gain.exponentialRampToValueAtTime(0.001, begins + NOTE_S * 2)
    tone.connect(volume).connect(audio.destination)
    tone.start(begins)
    tone.stop(begins + NOTE_S * 2)
  })
}
