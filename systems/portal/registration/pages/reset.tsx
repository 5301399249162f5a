import { resetPages, type LoginForm } from '@ruqsat/accounts/pages'
import { isRefusal, parseBIN, parseIIN } from '@ruqsat/foundation'
import { errorAt, TextInput } from '@ruqsat/web'
import type { FastifyInstance } from 'fastify'
import type { Portal } from '../../deps.ts'
import { RESET_LIMIT } from '../../common/http/limits.ts'
import { loginOf } from '../people/identity.ts'
import texts from '../texts.yaml'
import { accountPagesOf } from './account-pages.ts'
/** An IIN, and a BIN where the person is registered for an organisation. */
const LOGIN: LoginForm<{ readonly iin: string; readonly bin: string }> = {
  empty: { iin: '', bin: '' },
  read(form) {
    const typed = { iin: form.digits('iin'), bin: form.digits('bin') }
    const iin = parseIIN(typed.iin)
    const bin = typed.bin === '' ? null : parseBIN(typed.bin)
    if (!isRefusal(iin) && !isRefusal(bin)) return { typed, login: loginOf({ iin, bin }) }
    return { typed, login: [...(isRefusal(iin) ? [{ ...iin, field: 'iin' }] : []), ...(isRefusal(bin) ? [{ ...bin, field: 'bin' }] : [])] }
  },
  fields: (typed, errors) => (
    <>
      <TextInput
        name="iin"
        label={texts.reset.iin}
        inputmode="numeric"
        autocomplete="username"
        width={20}
        value={typed.iin}
        error={errorAt(errors, 'iin')}
      />
      <TextInput
        name="bin"
        label={texts.reset.bin}
        hint={texts.reset.binHint}
        optional
        inputmode="numeric"
        width={20}
        value={typed.bin}
        error={errorAt(errors, 'bin')}
      />
    </>
  ),
}

export function passwordReset(app: FastifyInstance, portal: Portal): void {
  resetPages(app, accountPagesOf(portal), { login: LOGIN, limit: RESET_LIMIT, texts: texts.reset })
}
