import { formatInstant } from '@ruqsat/clock'
import { Table, useLanguage } from '@ruqsat/web'
import type { AdministrationDeps, PinnedRoot } from '../deps.ts'
import texts from '../texts.yaml'
import { send } from './frame.tsx'
import type { AdministrationVisit } from './guard.ts'

const words = texts.installation

/** What the file of settings says. It is changed there, by whoever may read the server, and holds from the next start on. */
export async function showInstallation(visit: AdministrationVisit): Promise<unknown> {
  const { deps } = visit.administration
  const roots = await deps.roots()
  return send(visit, { title: words.title, width: 'wide' }, <InstallationPage {...deps} roots={roots} />)
}

type PageProps = Pick<AdministrationDeps, 'settings' | 'adapters' | 'zone'> & { readonly roots: readonly PinnedRoot[] }

function InstallationPage({ settings, adapters, roots, zone }: PageProps) {
  const language = useLanguage()
  const labels: Readonly<Record<string, (typeof words.labels)[keyof typeof words.labels]>> = words.labels
  return (
    <>
      <h1>{words.title}</h1>
      <p class="lead">{words.lead}</p>
      <Table
        caption={words.settings}
        columns={[{ text: words.what, width: 'wide' }, { text: words.key }, { text: words.value }]}
        rows={settings
          .filter(({ key }) => Object.hasOwn(labels, key))
          .map(({ key, variable, value }) => [
            labels[key]!,
            <>
              <code>{key}</code> <span class="muted">{variable}</span>
            </>,
            value ?? words.unset,
          ])}
      />
      <Table
        caption={words.adapters}
        columns={[{ text: words.what, width: 'wide' }, { text: words.adapter }, { text: words.key }]}
        rows={adapters.map(({ what, adapter, key }) => [what, adapter === '' ? words.nothing : adapter, <code>{key}</code>])}
      />
      <Table
        caption={words.roots}
        empty={words.noRoots}
        columns={[{ text: words.subject, width: 'wide' }, { text: words.notAfter }]}
        rows={roots.map(({ subject, notAfter }) => [subject, formatInstant(notAfter, zone, language)])}
      />
      <p>{words.rootsHow}</p>
    </>
  )
}
