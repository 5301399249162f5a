// Keeps the house up: a process that ended by itself after it was up is started again. Plain JavaScript for Node 18 and later, like the boot.
//
// The program reports `up` over its channel when the first page can be served. What ends before that is a start that failed: the person at
// the terminal has to fix something, and is informed at once. After that:
//
//   0            an orderly end: nothing is started again
//   1            the start was refused (a setting, a port, a package): nothing is started again
//   all else     a crash (a fault, the heap limit, a kill): started again after a pause that doubles, a bounded number of times
import { constants } from 'node:os'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']

/** More than `most` crashes within `withinMs` are no accident: then we stop, and a service manager or a person has to look. */
export const USUAL_LIMITS = { most: 5, withinMs: 10 * 60_000, firstPauseMs: 500, longestPauseMs: 15_000 }

/**
 * Starts the program by `launch(again)` until it ends for good; answers with its exit code. `again` is null at the first start, then
 * `{ count, after }`: how many crashes there were recently, and what the last one ended with.
 */
export async function supervise(launch, say, limits = USUAL_LIMITS) {
  const state = { child: null, wanted: null, hasBeenUp: false }
  const onSignal = (signal) => {
    state.wanted ??= signal
    state.wake?.()
    // A terminal sends Ctrl-C to the child itself; twice would mean "at once".
    if (signal !== 'SIGINT' || !process.stdin.isTTY) state.child?.kill(signal)
  }
  for (const signal of SIGNALS) process.on(signal, onSignal)
  const crashes = []
  let again = null
  try {
    for (;;) {
      const ended = await runOnce(launch(again), state)
      if (ended.code === 0 || ended.code === 1 || !state.hasBeenUp || state.wanted !== null) return exitCodeOf(ended)
      crashes.push(performance.now())
      const recent = crashes.filter((at) => at > crashes.at(-1) - limits.withinMs).length
      const how = ended.signal ?? `code ${ended.code}`
      if (recent > limits.most) {
        say(`The process ended by itself (${how}): ${recent} times within ${limits.withinMs / 60_000} minutes. It is not started again.`)
        return exitCodeOf(ended)
      }
      const pauseMs = Math.min(limits.firstPauseMs * 2 ** (recent - 1), limits.longestPauseMs)
      say(`The process ended by itself (${how}). It is started again in ${pauseMs / 1000} s (${recent} of ${limits.most}).`)
      await pause(pauseMs, state)
      again = { count: recent, after: how }
    }
  } finally {
    for (const signal of SIGNALS) process.off(signal, onSignal)
  }
}

/** The pause ends early where somebody wants us to end: a process of ours is needed once more, to stop what the dead one left running. */
function pause(ms, state) {
  if (state.wanted !== null) return undefined
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    state.wake = () => {
      clearTimeout(timer)
      resolve()
    }
  })
}

function runOnce(child, state) {
  state.child = child
  child.on('message', (message) => {
    if (message === 'up') state.hasBeenUp = true
    // It can clean up from here on: an end that was asked for in a pause is handed on now.
    if (message === 'starting' && state.wanted !== null) child.kill(state.wanted)
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      state.child = null
      resolve({ code, signal })
    })
  })
}

function exitCodeOf({ code, signal }) {
  return code ?? 128 + (constants.signals[signal] ?? 0)
}
