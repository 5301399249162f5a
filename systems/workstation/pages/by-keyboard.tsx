// The keys of a page, where the person at the keyboard can read them.
import type { LocalText } from '@ruqsat/foundation'
import texts from '../texts.yaml'

const words = texts.byKeyboard

type Key = { readonly keys: readonly string[]; readonly does: LocalText }

/** With each access key a browser asks for its own keys; Alt is that of most. */
const NEXT: Key = { keys: ['Alt', 'N'], does: words.next }
const ACT: Key = { keys: ['Alt', 'A'], does: words.act }
const CHOOSE: Key = { keys: ['Space'], does: words.choose }
const SEND: Key = { keys: ['Enter'], does: words.send }
const MOVE: Key = { keys: ['Tab'], does: words.move }

export function KeysOfList() {
  return <Keys keys={[NEXT, MOVE, CHOOSE, SEND]} />
}

export function KeysOfTask() {
  return <Keys keys={[ACT, MOVE, CHOOSE, SEND]} />
}

function Keys({ keys }: { readonly keys: readonly Key[] }) {
  return (
    <section class="desk__keys not-on-paper" aria-labelledby="keys-title">
      <h2 id="keys-title">{words.title}</h2>
      <dl>
        {keys.map((key) => (
          <div>
            <dt>
              {key.keys.map((name, place) => (
                <>
                  {place > 0 && ' + '}
                  <kbd>{name}</kbd>
                </>
              ))}
            </dt>
            <dd>{key.does}</dd>
          </div>
        ))}
      </dl>
      <p class="muted">{words.note}</p>
    </section>
  )
}
