import type { CallerProof } from '@ruqsat/caseflow/host'
import { isRefusal, parseRequestNumber, type Refusal } from '@ruqsat/foundation'
import {
  Button,
  DateInput,
  errorAt,
  ErrorSummary,
  fieldErrorsOf,
  Form,
  Radios,
  readDay,
  readForm,
  redirectTo,
  sendPage,
  TextInput,
  typedDate,
  type FieldError,
  type FormValues,
  type TypedDate,
} from '@ruqsat/web'
import { askStage } from '../ask.ts'
import { PATHS } from '../deps.ts'
import { refuseContact } from '../refusals.ts'
import texts from '../texts.yaml'
import { hrefOf, type ContactVisit } from './guard.ts'

type Typed = {
  readonly number: string
  readonly identifierEnd: string
  readonly second: string
  readonly phoneEnd: string
  readonly day: TypedDate
}
const NOTHING: Typed = { number: '', identifierEnd: '', second: 'phone', phoneEnd: '', day: { day: '', month: '', year: '' } }

export function showRequest(visit: ContactVisit, typed: Typed = NOTHING, refusals: readonly Refusal[] = []): Promise<unknown> {
  const errors = fieldErrorsOf(refusals)
  return sendPage(
    visit.request,
    visit.reply,
    { title: texts.request.title, hasErrors: errors.length > 0 },
    <RequestPage action={hrefOf(visit, PATHS.request)} typed={typed} errors={errors} />,
  )
}

/** The answers of the caller are not kept: what is kept is that they matched, and what was shown. */
export async function postRequest(visit: ContactVisit): Promise<unknown> {
  const { contact, request, reply, operator } = visit
  const form = readForm(request)
  const typed: Typed = {
    number: form.text('number'),
    identifierEnd: form.digits('identifierEnd'),
    second: form.text('second'),
    phoneEnd: form.digits('phoneEnd'),
    day: typedDate(form, 'day'),
  }
  const number = parseRequestNumber(typed.number)
  const proof = proofOf(form, typed)
  const faults = [...(isRefusal(number) ? [{ ...number, field: 'number' }] : []), ...(Array.isArray(proof) ? proof : [])]
  if (isRefusal(number) || Array.isArray(proof)) return showRequest(visit, typed, faults)
  const asked = await askStage(contact, operator.id, { requestNumber: number, proof: proof as CallerProof })
  return isRefusal(asked) ? showRequest(visit, typed, [asked]) : redirectTo(reply, hrefOf(visit, PATHS.call(asked)))
}

/** What the caller answered, or everything that is no answer yet. */
function proofOf(form: FormValues, { identifierEnd, second, phoneEnd }: Typed): CallerProof | readonly Refusal[] {
  const day = second === 'day' ? readDay(form, 'day') : null
  const faults = [
    ...(isFour(identifierEnd) ? [] : [refuseContact('four-digits', { field: 'identifierEnd' })]),
    ...(second === 'phone' && !isFour(phoneEnd) ? [refuseContact('four-digits', { field: 'phoneEnd' })] : []),
    ...(second === 'day' && day === null ? [refuseContact('no-day', { field: 'day' })] : []),
    ...(isRefusal(day) ? [day] : []),
    ...(second === 'phone' || second === 'day' ? [] : [refuseContact('no-second', { field: 'second' })]),
  ]
  if (faults.length > 0) return faults
  return { identifierEnd, second: day === null || isRefusal(day) ? { kind: 'phone', end: phoneEnd } : { kind: 'day', day } }
}

const isFour = (digits: string) => /^[0-9]{4}$/.test(digits)

type PageProps = { readonly action: string; readonly typed: Typed; readonly errors: readonly FieldError[] }

function RequestPage({ action, typed, errors }: PageProps) {
  const phone = (
    <TextInput
      name="phoneEnd"
      label={texts.request.phoneEnd}
      value={typed.phoneEnd}
      width={4}
      inputmode="numeric"
      autocomplete="off"
      error={errorAt(errors, 'phoneEnd')}
    />
  )
  const day = <DateInput name="day" legend={texts.request.day} value={typed.day} error={errorAt(errors, 'day')} />
  return (
    <>
      <ErrorSummary errors={errors} />
      <h1>{texts.request.title}</h1>
      <p class="lead">{texts.request.lead}</p>
      <Form action={action}>
        <TextInput
          name="number"
          label={texts.request.number}
          value={typed.number}
          width={20}
          autocomplete="off"
          spellcheck={false}
          error={errorAt(errors, 'number')}
        />
        <TextInput
          name="identifierEnd"
          label={texts.request.identifierEnd}
          hint={texts.request.identifierHint}
          value={typed.identifierEnd}
          width={4}
          inputmode="numeric"
          autocomplete="off"
          error={errorAt(errors, 'identifierEnd')}
        />
        <Radios
          name="second"
          legend={texts.request.second}
          value={typed.second}
          error={errorAt(errors, 'second')}
          options={[
            { value: 'phone', text: texts.request.byPhone, more: phone },
            { value: 'day', text: texts.request.byDay, more: day },
          ]}
        />
        <Button text={texts.request.button} />
      </Form>
    </>
  )
}
