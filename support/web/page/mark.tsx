/**
 * The mark: the crown of a yurt (shanyrak), through which light comes in, set in a seal. Three crossing arcs each way, as real
 * crowns have them. Also served as the favicon.
 */

export function Mark({ size = 40 }: { readonly size?: number }) {
  return (
    <svg class="mark" width={size} height={size} viewBox="0 0 40 40" aria-hidden="true" focusable="false">
      <circle class="mark__ring" cx="20" cy="20" r="16.5" fill="none" stroke-width="3.5" />
      <path class="mark__arcs" d={CROSS} fill="none" stroke-width="2" stroke-linecap="round" />
    </svg>
  )
}

/** The arcs, mirrored about the middle so that the crown is even. */
export const CROSS =
  'M20 4v32M4 20h32M8.5 9.5C14 15 26 15 31.5 9.5M8.5 30.5C14 25 26 25 31.5 30.5M9.5 8.5C15 14 15 26 9.5 31.5M30.5 8.5C25 14 25 26 30.5 31.5'

export const FAVICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><circle cx="20" cy="20" r="20" fill="#0b4650"/><circle cx="20" cy="20" r="15" fill="none" stroke="#f2b63c" stroke-width="3.5"/><path d="${CROSS.replace('M20 4v32M4 20h32', 'M20 5v30M5 20h30')}" fill="none" stroke="#fff" stroke-width="2" stroke-linecap="round"/></svg>`
