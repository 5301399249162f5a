/** Money in tiyn (1/100 tenge), a safe integer. Never a fraction, never a float of tenge. */
export type Tiyn = number

export const TIYN_PER_TENGE = 100

/** `4325000` -> `43 250` (no-break spaces); tiyn are shown only where they are not zero. */
export function formatTenge(amountTiyn: Tiyn): string {
  const tenge = Math.trunc(amountTiyn / TIYN_PER_TENGE)
  const rest = Math.abs(amountTiyn % TIYN_PER_TENGE)
  const grouped = String(tenge).replace(/\B(?=(\d{3})+(?!\d))/g, '\u00a0')
  return rest === 0 ? grouped : `${grouped},${String(rest).padStart(2, '0')}`
}
