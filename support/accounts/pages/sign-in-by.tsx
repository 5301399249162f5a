import { fillText, type LocalText } from '@ruqsat/foundation'
import { localHref, useLanguage } from '@ruqsat/web'
import texts from './texts.yaml'

/** A provider of others that people may sign in by: its name, and where that begins, without the language. */
export type SignInWay = { readonly name: LocalText; readonly path: string }

/** Links under the form of a sign-in page; nothing where there is no such provider. `back`: where the person was going. */
export function SignInBy({ ways, back = '' }: { readonly ways: readonly SignInWay[]; readonly back?: string }) {
  const language = useLanguage()
  if (ways.length === 0) return null
  return (
    <ul>
      {ways.map(({ name, path }) => (
        <li>
          <a href={`${localHref(language, path)}${back === '' ? '' : `?return=${encodeURIComponent(back)}`}`}>
            {fillText(texts.signInBy, { provider: name })}
          </a>
        </li>
      ))}
    </ul>
  )
}
