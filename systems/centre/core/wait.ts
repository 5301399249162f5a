/**
 * How long somebody will wait, in ms, if everybody before them takes as long as the acts say: each is called to the window that is free first.
 * `freeInMs`: in how long each open window is free. Null where no window is open.
 */
export function expectedWaitMs(freeInMs: readonly number[], before: readonly number[]): number | null {
  const windows = [...freeInMs]
  for (const serviceMs of before) {
    const first = firstFree(windows)
    if (first < 0) return null
    windows[first] = Math.max(0, windows[first]!) + serviceMs
  }
  const own = firstFree(windows)
  return own < 0 ? null : Math.max(0, windows[own]!)
}

const firstFree = (windows: readonly number[]) => windows.indexOf(Math.min(...windows))
