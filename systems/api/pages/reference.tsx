// The reference as people read it: made from the operations, without script. The whole description is the OpenAPI document.
import { languageOf, localPath, sendPage, sitePart, Table } from '@ruqsat/web'
import type { FastifyInstance } from 'fastify'
import { API_PATH, DOCUMENT_PATH, IDENTITY_PATH, REFERENCE_PATH } from '../deps.ts'
import { tagOf } from '../http/tags.ts'
import type { ApiOperation } from '../http/operation.ts'
import texts from '../texts.yaml'

export function mountReference(app: FastifyInstance, operations: readonly ApiOperation[]): void {
  sitePart(app, { name: texts.room, home: '/' })
  app.get(localPath(REFERENCE_PATH), (request, reply) =>
    sendPage(
      request,
      reply,
      { title: texts.reference.title, width: 'wide' },
      <Reference operations={operations} origin={app.site.origin} language={languageOf(request)} />,
    ),
  )
}

type ReferenceProps = { readonly operations: readonly ApiOperation[]; readonly origin: string; readonly language: string }

function Reference({ operations, origin, language }: ReferenceProps) {
  const tags = [...new Set(operations.map(tagOf))]
  return (
    <>
      <h1>{texts.reference.title}</h1>
      <p class="lead">{texts.reference.lead}</p>
      <p>
        <a href={DOCUMENT_PATH}>{texts.reference.document}</a>
      </p>
      <h2>{texts.reference.token}</h2>
      <p>{texts.reference.tokenText}</p>
      <p>
        <code>
          POST {origin}
          {IDENTITY_PATH}/token
        </code>
      </p>
      {tags.map((tag) => (
        <>
          <h2>{texts.tags[tag]}</h2>
          <Operations operations={operations.filter((one) => tagOf(one) === tag)} tag={tag} language={language} />
        </>
      ))}
    </>
  )
}

function Operations({ operations, tag }: Pick<ReferenceProps, 'operations' | 'language'> & { readonly tag: keyof typeof texts.tags }) {
  return (
    <Table
      caption={texts.tags[tag]}
      columns={[
        { text: texts.reference.call },
        { text: texts.reference.does },
        { text: texts.reference.inputs },
        { text: texts.reference.needs },
      ]}
      rows={operations.map((one) => [
        <code>
          {one.method.toUpperCase()} {API_PATH}
          {one.path}
        </code>,
        <>{one.summary}</>,
        <>
          {inputsOf(one).map((name) => (
            <>
              <code>{name}</code>{' '}
            </>
          ))}
        </>,
        one.scope === null ? (
          <>{texts.reference.anybody}</>
        ) : one.scope === 'any' ? (
          <>{texts.reference['token-alone']}</>
        ) : (
          <>
            <code>{one.scope}</code>: {texts.scopes[one.scope]}
          </>
        ),
      ])}
    />
  )
}

function inputsOf({ params, query, body }: ApiOperation): readonly string[] {
  const ofBody = body !== undefined && 'shape' in body.shape ? Object.keys(body.shape.shape as object) : []
  return [...Object.keys(params.shape), ...Object.keys(query.shape), ...ofBody]
}
