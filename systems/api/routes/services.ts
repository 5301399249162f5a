// Services on offer, and what each asks of whoever applies. For anybody.
import { citation } from '@ruqsat/documents'
import { feeAt } from '@ruqsat/engine'
import { isRefusal, type Source } from '@ruqsat/foundation'
import { findVariant, offeredEdition, offersAt, type Edition, type Field, type Regulation, type Variant } from '@ruqsat/law'
import { z } from 'zod'
import type { ApiParts } from '../deps.ts'
import { NONE, operation, PAGE_QUERY, pageAfter, pageOf } from '../http/operation.ts'
import { refuseApi } from '../refusals.ts'
import texts from '../texts.yaml'
import { cited, localText, tiyn } from './shapes.ts'

const applicant = z.enum(['individual', 'legalEntity'])

const serviceLine = z
  .object({
    regulation: z.string(),
    variant: z.string(),
    service: localText,
    name: localText,
    summary: localText,
    authority: z.object({ id: z.string(), name: localText }),
    edition: z.string().meta({ description: 'SHA-256 of the edition of the act that is offered now.' }),
    applicants: z.array(applicant),
    channels: z
      .array(z.object({ id: z.string(), name: localText }))
      .meta({ description: 'The views of the act through which it can be had.' }),
  })
  .meta({ id: 'Service' })

const question = {
  id: z.string(),
  label: localText,
  kind: z.string().meta({
    description:
      '`text`, `number`, `date`, `choice`, `yesNo`, `iin`, `bin` or `list`. Answers are texts: a day as `2014-10-01`, a number with a point, a list as a JSON array with an object of answers for each entry.',
  }),
  required: z.boolean(),
  options: z.array(z.object({ id: z.string(), label: localText })).optional(),
  maxLength: z.number().int().optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  decimals: z.number().int().optional(),
}

const field = z
  .object({
    ...question,
    onlyFor: applicant.optional(),
    known: z.boolean().meta({ description: 'Filled in from the account and the registers; an answer that is sent is not taken.' }),
    list: z
      .object({ entry: localText, least: z.number().int(), most: z.number().int(), fields: z.array(z.object(question)) })
      .optional()
      .meta({ description: 'Of a list: what one entry is called, how many there may be, and what is asked of each.' }),
    paragraph: localText,
  })
  .meta({ id: 'ServiceField' })

const service = serviceLine
  .extend({
    term: z
      .object({ amount: z.number().int(), unit: z.string(), paragraph: localText })
      .nullable()
      .meta({ description: 'The whole term; null where the act gives none.' }),
    fees: z.array(z.object({ applicant, feeTiyn: tiyn.nullable(), paragraph: localText })).meta({
      description:
        'What is paid today, by who applies, before answers that free from it; `feeTiyn` is null where the table of the index does not reach today. Empty where the service is free.',
    }),
    requirements: z.array(cited),
    documents: z.array(
      z.object({ id: z.string(), name: localText, required: z.boolean(), onlyFor: applicant.optional(), paragraph: localText }),
    ),
    sections: z.array(z.object({ id: z.string(), title: localText, fields: z.array(field) })),
    statements: z.array(z.object({ id: z.string(), text: localText, paragraph: localText })),
    grounds: z.array(cited).meta({ description: 'Why the service may be refused.' }),
  })
  .meta({ id: 'ServiceDetails' })

export const serviceOperations = [
  operation({
    id: 'listServices',
    method: 'get',
    path: '/services',
    summary: texts.operations.listServices,
    description: 'Every variant of every act that is on offer at this moment of legal time, in the order of this installation.',
    scope: null,
    params: NONE,
    query: z.strictObject(PAGE_QUERY),
    answer: pageOf(serviceLine),
    async run({ parts, query }) {
      const lines = (await servicesNow(parts)).map(({ edition, variant }) => lineOf(edition, variant))
      return pageAfter(lines, query, (line) => `${line.regulation}/${line.variant}`) ?? refuseApi('page-unknown', { field: 'after' })
    },
  }),
  operation({
    id: 'readService',
    method: 'get',
    path: '/services/{regulation}/{variant}',
    summary: texts.operations.readService,
    description:
      'What is asked of whoever applies, what it costs and takes, and on which grounds it may be refused; each fact with its paragraph.',
    scope: null,
    params: z.strictObject({ regulation: z.string().max(100), variant: z.string().max(100) }),
    query: NONE,
    answer: service,
    async run({ parts, params }) {
      const found = (await servicesNow(parts)).find(
        ({ edition, variant }) => edition.regulation.id === params.regulation && variant.id === params.variant,
      )
      return found === undefined ? refuseApi('service-not-found') : detailsOf(parts, found.edition, found.variant)
    },
  }),
]

type OnOffer = { readonly edition: Edition; readonly variant: Variant }

async function servicesNow({ deps }: ApiParts): Promise<readonly OnOffer[]> {
  const now = await deps.legalClock.now()
  return offersAt(deps.offers, now).flatMap((offer) => {
    const whole = deps.regulations.edition(offer.edition)
    const edition = whole && offeredEdition(whole, offer, now)
    // What the authority opens by itself nobody can apply for.
    const variants = edition?.regulation.variants.filter(({ offered, proceedings }) => offered && proceedings === undefined) ?? []
    return variants.map((variant) => ({ edition: edition!, variant }))
  })
}

function lineOf({ regulation, hash }: Edition, variant: Variant): z.output<typeof serviceLine> {
  return {
    regulation: regulation.id,
    variant: variant.id,
    service: regulation.service,
    name: variant.name,
    summary: variant.summary,
    authority: { id: regulation.authority.id, name: regulation.authority.name },
    edition: hash,
    applicants: regulation.applicants.map(({ kind }) => kind),
    channels: variant.views.filter(({ offered }) => offered).map(({ id, name }) => ({ id, name })),
  }
}

async function detailsOf(parts: ApiParts, edition: Edition, variant: Variant): Promise<z.output<typeof service>> {
  const { regulation } = edition
  const at = (source: Source) => citation(regulation, source)
  const citedOf = ({ text, source }: { readonly text: z.output<typeof localText>; readonly source: Source }) => ({
    text,
    paragraph: at(source),
  })
  return {
    ...lineOf(edition, variant),
    term: variant.term && { ...variant.term.duration, paragraph: at(variant.term.source) },
    fees: await feesOf(parts, edition, variant),
    requirements: variant.requirements.map(citedOf),
    documents: variant.documents.map(({ id, name, required, onlyFor, source }) => ({
      id,
      name,
      required,
      ...(onlyFor && { onlyFor }),
      paragraph: at(source),
    })),
    sections: variant.form.sections.map(({ id, title, fields }) => ({
      id,
      title,
      fields: fields.map((each) => fieldOf(regulation, each)),
    })),
    statements: variant.form.statements.map(({ id, text, source }) => ({ id, text, paragraph: at(source) })),
    grounds: variant.grounds.map(citedOf),
  }
}

function fieldOf(regulation: Regulation, { onlyFor, known, answeredBy, source, ...asked }: Field): z.output<typeof field> {
  const { type } = asked
  return {
    ...questionOf(asked),
    ...(onlyFor && { onlyFor }),
    known: known !== undefined || answeredBy !== undefined,
    ...(type.kind === 'list' && {
      list: { entry: type.entry, least: type.least ?? 1, most: type.most, fields: type.fields.map((each) => questionOf(each)) },
    }),
    paragraph: citation(regulation, source),
  }
}

function questionOf({ id, label, type, required }: Pick<Field, 'id' | 'label' | 'type' | 'required'>) {
  return {
    id,
    label,
    kind: type.kind,
    required,
    ...(type.kind === 'choice' && { options: [...type.options] }),
    ...(type.kind === 'text' && { maxLength: type.maxLength }),
    ...(type.kind === 'number' && { min: type.min, max: type.max, decimals: type.decimals }),
  }
}

async function feesOf({ deps }: ApiParts, edition: Edition, variant: Variant): Promise<z.output<typeof service>['fees']> {
  const { fee } = variant
  if (fee === null) return []
  const now = await deps.legalClock.now()
  return edition.regulation.applicants.flatMap(({ kind }) => {
    const due = feeAt(now, variant.id, { applicant: kind, answers: {} }, { edition, tables: deps.regulations.tables })
    if (due === null) return []
    const paragraph = citation(edition.regulation, fee.source)
    return [{ applicant: kind, feeTiyn: isRefusal(due) ? null : due.feeTiyn, paragraph }]
  })
}

/** The name of a variant in the edition of a case. */
export function variantIn({ deps }: ApiParts, editionHash: string, id: string): OnOffer | null {
  const edition = deps.regulations.edition(editionHash)
  const variant = edition && findVariant(edition.regulation, id)
  return edition && variant ? { edition, variant } : null
}
