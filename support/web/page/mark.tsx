/** The crossing poles of a yurt's crown (shanyrak): three bowed ones each way, on the diagonal, within the ring. */
const POLES =
  'M12.6 14.8C17 17 23 23 25.2 27.4M10.6 20.6C13.8 22.2 17.8 26.2 19.4 29.4M20.6 10.6C22.2 13.8 26.2 17.8 29.4 19.4M27.4 14.8C23 17 17 23 14.8 27.4M29.4 20.6C26.2 22.2 22.2 26.2 20.6 29.4M19.4 10.6C17.8 13.8 13.8 17.8 10.6 19.4'
/** The roof poles that go out from the ring; light comes in between them. */
const RAYS =
  'M20 2v4M20 34v4M2 20h4M34 20h4M7.3 7.3l2.8 2.8M29.9 29.9l2.8 2.8M7.3 32.7l2.8-2.8M29.9 10.1l2.8-2.8M13.1 3.4l1.5 3.7M25.4 32.9l1.5 3.7M3.4 26.9l3.7-1.5M32.9 14.6l3.7-1.5M3.4 13.1l3.7 1.5M32.9 25.4l3.7 1.5M13.1 36.6l1.5-3.7M25.4 7.1l1.5-3.7'

/** The mark of the service: a crown of a yurt, through which light comes in. The word next to it names it, so it is silent. */
export function Mark({ size = 44 }: { readonly size?: number }) {
  return (
    <svg class="mark" width={size} height={size} viewBox="0 0 40 40" aria-hidden="true" focusable="false">
      <path class="mark__rays" d={RAYS} fill="none" stroke-width="1.8" stroke-linecap="round" />
      <circle class="mark__ring" cx="20" cy="20" r="11" fill="none" stroke-width="2.6" />
      <path class="mark__poles" d={POLES} fill="none" stroke-width="1.6" stroke-linecap="round" />
    </svg>
  )
}

export const FAVICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><rect width="40" height="40" rx="8" fill="#0b4650"/><path d="${RAYS}" fill="none" stroke="#f2b63c" stroke-width="2" stroke-linecap="round"/><circle cx="20" cy="20" r="11" fill="none" stroke="#f2b63c" stroke-width="3"/><path d="${POLES}" fill="none" stroke="#fff" stroke-width="1.8" stroke-linecap="round"/></svg>`
