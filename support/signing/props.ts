import type { SignaturePurpose, SignerRole } from '@ruqsat/asn1'
import type { BIN, IIN, Instant, Language } from '@ruqsat/foundation'
import type { Child } from 'hono/jsx'

/** Which names the pages may ask for. One bundle per name; the folder `islands/` holds them. */
export const ISLANDS = ['can-sign', 'key-import', 'key-worker', 'phone', 'sign', 'sign-pdf'] as const
export type IslandName = (typeof ISLANDS)[number]

/** One file that a page loads from its own origin: `/assets/signing/sign-<hash>.js`, with its integrity for the tag. */
export type IslandAsset = { readonly url: string; readonly integrity: string; readonly file: string; readonly sizeBytes: number }

/** What `buildIslands` made. Pass it to each component; pass it to `islandsPlugin` so that the files are served. */
export type IslandManifest = {
  readonly folder: string
  readonly scripts: Readonly<Record<IslandName, IslandAsset>>
  readonly stylesheet: IslandAsset
  /** Where pages reach NCALayer, the program that signs on the person's own computer; not offered where absent. The site's policy must name it. */
  readonly ncalayerUrl?: string
  /** The window of the sandbox's twin of it, where the person presses; absent where the program itself asks. */
  readonly ncalayerWindowUrl?: string
}

/**
 * Whose key is wanted. Without `iin` and `bin` any key will do (registration). `name` is only shown.
 * With `roles` the certificate must state at least one of them (names as in `SignerRole` of `@ruqsat/asn1`).
 */
export type ExpectedHolder = {
  readonly iin?: IIN | null
  readonly bin?: BIN | null
  readonly name?: string
  readonly roles?: readonly SignerRole[]
}

/** What every panel needs. */
export type PanelProps = {
  readonly language: Language
  readonly islands: IslandManifest
  /** True in the sandbox: the page then says that the sandbox itself made the keys. */
  readonly sandbox?: boolean
  /** Legal time when the page was made. Keys are judged by it; the signing time is it plus the time that the page has been open. */
  readonly legalTime: Instant
  /** Offset for showing instants to the person, e.g. 300 for UTC+5. */
  readonly utcOffsetMinutes: number
}

/** The page on which a person brings a key into this browser, sees the keys that are here, and removes them. */
export type KeyImportProps = PanelProps & {
  /** The signed-in person: a key of somebody else is still imported, with a warning that it is not theirs. */
  readonly expectedHolder?: ExpectedHolder
  /** A path of this origin to go back to after an import; the query parameter `return` of the page comes second. Other origins are ignored. */
  readonly returnTo?: string
}

/** What signing panels need besides. They submit an ordinary form: `csrf`, `hiddenFields`, `signature` and `signedSha256`. */
export type SubmitProps = {
  /** Form action; receives POST application/x-www-form-urlencoded. `signature`: base64 of the DER CMS; `signedSha256`: hex of what was hashed. */
  readonly submitUrl: string
  readonly csrf: { readonly name: string; readonly value: string }
  /** Further fields as they are, e.g. a once-only token. */
  readonly hiddenFields?: Readonly<Record<string, string>>
  readonly expectedHolder?: ExpectedHolder
  /** Path of the page with `<KeyImport>`; the island adds `?return=` with the present page. */
  readonly keyImportUrl: string
  /**
   * `disabled` (default): an unsuitable key cannot be chosen. `warned`: it can, with the reason next to it; the sandbox shows the refusals
   * so.
   */
  readonly unsuitableKeys?: 'disabled' | 'warned'
}

/** Signs JSON bytes: a request (`ruqsat.request/1`), a decision, or a challenge for registration and sign-in. */
export type SigningPanelProps = PanelProps &
  SubmitProps & {
    /** GET of the exact bytes to be signed, same origin, with the session's cookie. */
    readonly bytesUrl: string
    /** `sign`: only keys meant for signing; `authenticate` (registration, sign-in): those and keys for authentication. */
    readonly purpose: SignaturePurpose
    /** What the server itself says of the bytes, where no script comes; the panel takes it away when it shows the bytes. */
    readonly meanwhile?: Child
  }

/** Signs a prepared PDF by its byte range. */
export type PdfSigningPanelProps = PanelProps &
  SubmitProps & {
    /** GET of the prepared PDF, same origin. */
    readonly pdfUrl: string
    readonly byteRange: readonly [number, number, number, number]
    readonly documentTitle: string
    /** `embedded` shows the PDF in the page as well as by link; the page must allow it (`embeds` of @ruqsat/web). Default `link`. */
    readonly preview?: 'link' | 'embedded'
    /** PAdES leaves the time to the PDF's /M; `included` puts it into the CMS as well. Default `omitted`. */
    readonly signingTime?: 'omitted' | 'included'
  }
