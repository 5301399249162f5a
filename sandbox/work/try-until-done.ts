/** Work that is done once: those who ask while it is under way wait for the same, and one that failed begins again with the next who asks. */
export function tryUntilDone(work: () => Promise<void>): { done(): Promise<void>; rest(): Promise<void> } {
  let latest: Promise<void> | null = null
  const begin = () =>
    work().catch((error: unknown) => {
      latest = null
      throw error
    })
  return {
    done: () => (latest ??= begin()),
    /** Ends when nothing is under way, whatever came of it. */
    rest: async () => latest?.catch(() => undefined),
  }
}
