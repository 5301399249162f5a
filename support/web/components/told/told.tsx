import { useView } from '../../language/view.ts'

/** Where a redirect leads after something was done at this place: `#told-slot-plan`. */
export function toldId(at: string): string {
  return `told-${at.replace(/[^\w-]/g, '-')}`
}

/** What has just happened here (`flash` with `at`). It takes the focus from the address alone, so that the person goes on where they were. */
export function Told({ at }: { readonly at: string }) {
  const { told } = useView()
  if (!told || told.at !== at) return null
  return (
    <p class="told" id={toldId(at)} role="status" tabindex={-1}>
      {told.text}
    </p>
  )
}
