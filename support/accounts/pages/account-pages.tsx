import type { LocalText, Refusal } from '@ruqsat/foundation'
import { Button, ErrorSummary, fieldErrorsOf, Form, type FieldError, type FormValues, type PageOptions } from '@ruqsat/web'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Child } from 'hono/jsx'
import type { Accounts } from '../types.ts'

/** Where one system has its pages about accounts, and how it sends a page. */
export type AccountPages = {
  readonly accounts: Accounts
  /** Without the language. */
  readonly paths: { readonly signIn: string; readonly signOut: string; readonly reset: string }
  /** The address of one of these pages in the request's language; with the way back, where the system keeps it there. */
  href(request: FastifyRequest, path: string): string
  send(request: FastifyRequest, reply: FastifyReply, options: PageOptions, body: Child): Promise<unknown>
}

/** What a login is in this system: its fields, and how they are read. */
export type LoginForm<Typed> = {
  readonly empty: Typed
  /** The login that was typed, or what is wrong with it at its fields. */
  read(form: FormValues): { readonly typed: Typed; readonly login: string | readonly Refusal[] }
  fields(typed: Typed, errors: readonly FieldError[]): Child
}

/** A page with one form, and what is around it. */
export type FormPage = {
  readonly title: LocalText
  /** Over the errors; the usual one where absent. */
  readonly errorTitle?: LocalText
  readonly before: Child
  readonly after?: Child
  readonly button: LocalText
}

/** `refusals`: null where nothing was posted yet. */
export function sendForm(
  pages: AccountPages,
  request: FastifyRequest,
  reply: FastifyReply,
  page: FormPage & { readonly path: string; fields(errors: readonly FieldError[]): Child },
  refusals: readonly Refusal[] | null,
): Promise<unknown> {
  const { title, errorTitle, before, after, path, button, fields } = page
  const errors = fieldErrorsOf(refusals ?? [])
  return pages.send(
    request,
    reply,
    { title, hasErrors: refusals !== null },
    <>
      <ErrorSummary errors={errors} {...(errorTitle && { title: errorTitle })} />
      <h1>{title}</h1>
      {before}
      <Form action={pages.href(request, path)}>
        {fields(errors)}
        <Button text={button} />
      </Form>
      {after}
    </>,
  )
}
