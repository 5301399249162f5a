// Sends each file of the page of documents as soon as it is chosen, one after another, and shows its place again as the server now has it.
// Without this script the button of the form sends them all. Old browsers: no fetch of progress, no syntax that esbuild cannot lower.

type Job = { readonly field: string; readonly place: string; readonly file: File }

const form = document.querySelector<HTMLFormElement>('form#documents')
const announcement = document.getElementById('sending')
const jobs: Job[] = []
/** Why files of a place were not taken, until the next are chosen there: its place is drawn again after each file. */
const faults = new Map<string, readonly string[]>()
let isSending = false

if (form !== null && announcement !== null) {
  const button = document.getElementById('attach-chosen')
  if (button !== null) button.hidden = true
  for (const input of inputsIn(form)) prepare(input)
  form.addEventListener('change', (event) => {
    const target = event.target
    if (target instanceof HTMLInputElement && target.type === 'file') chosen(target)
  })
}

function inputsIn(root: ParentNode): readonly HTMLInputElement[] {
  return Array.from(root.querySelectorAll<HTMLInputElement>('input[type=file]'))
}

/** The label becomes the button: the browser's own speaks the language of the browser, and a name need not be shown that is sent at once. */
function prepare(input: HTMLInputElement): void {
  input.classList.add('file-upload--behind')
  for (const label of Array.from(input.labels ?? [])) label.classList.add('button', 'button--secondary')
}

function chosen(input: HTMLInputElement): void {
  const place = input.closest('section')?.id ?? ''
  faults.delete(place)
  for (const file of Array.from(input.files ?? [])) jobs.push({ field: input.name, place, file })
  form!.dataset['sending'] = ''
  if (!isSending) void sendAll()
}

async function sendAll(): Promise<void> {
  isSending = true
  for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) {
    const page = await send(job)
    const place = page?.getElementById(job.place)
    if (place) showPlace(job, place)
    else showLost(job, page)
  }
  isSending = false
  delete form!.dataset['sending']
}

/** The page that came back; null where none did. */
function send(job: Job): Promise<Document | null> {
  return new Promise((resolve) => {
    const body = new FormData()
    for (const hidden of Array.from(form!.querySelectorAll<HTMLInputElement>('input[type=hidden]'))) body.append(hidden.name, hidden.value)
    body.append(job.field, job.file, job.file.name)
    const request = new XMLHttpRequest()
    request.open('POST', form!.action)
    request.responseType = 'document'
    request.upload.addEventListener('progress', (event) => showProgress(job, event.loaded / (event.total || 1)))
    request.addEventListener('load', () => resolve(request.response as Document | null))
    for (const event of ['error', 'abort', 'timeout']) request.addEventListener(event, () => resolve(null))
    showProgress(job, 0)
    request.send(body)
  })
}

/** What a person hears only when it changes: not each percent. */
function announce(text: string): void {
  announcement!.textContent = text
}

const WORDS: ReadonlyMap<string, string> = new Map(
  Array.from(document.querySelectorAll<HTMLElement>('[data-words]')).map((each) => [each.dataset['words'] ?? '', each.textContent ?? '']),
)

function showProgress(job: Job, part: number): void {
  note(job.place, 'progress').textContent = `${job.file.name}: ${WORDS.get('sending') ?? ''}, ${Math.floor(part * 100)}\u00a0%`
}

/** A line of ours at the place, made once. */
function note(place: string, kind: string): HTMLElement {
  const section = document.getElementById(place)!
  const known = section.querySelector<HTMLElement>(`[data-note="${kind}"]`)
  if (known !== null) return known
  const made = document.createElement('p')
  made.dataset['note'] = kind
  made.className = kind === 'progress' ? 'muted' : 'error-message'
  section.append(made)
  return made
}

function showPlace(job: Job, fresh: HTMLElement): void {
  const place = job.place
  const name = job.file.name
  const old = document.getElementById(place)!
  const hadFocus = old.contains(document.activeElement)
  const error = fresh.querySelector('.error-message')?.textContent ?? ''
  const told = fresh.querySelector('.told')?.textContent ?? ''
  const before = faults.get(place) ?? []
  const shown = document.importNode(fresh, true)
  for (const again of Array.from(old.querySelectorAll('[data-note="lost"]'))) shown.append(again)
  old.replaceWith(shown)
  for (const input of inputsIn(shown)) {
    prepare(input)
    if (hadFocus) input.focus({ preventScroll: true })
  }
  if (error !== '') faults.set(place, [...before, `${name}: ${error}`])
  if (before.length > 0) note(place, 'faults').textContent = before.join(' ')
  if (error === '') forgetError(place)
  announce(`${name}: ${error === '' ? told : error}`)
}

/** What the page said at its top of a document that is there now. */
function forgetError(place: string): void {
  const summary = document.querySelector('.error-summary')
  const input = document.getElementById(place)?.querySelector('input[type=file]')
  const link = summary?.querySelector(`a[href="#${input?.id ?? ''}"]`)
  link?.closest('li')?.remove()
  if (summary !== null && summary.querySelector('li') === null) summary.remove()
}

/** No connection, or another page: what it says, and the file is sent again by a button. */
function showLost(job: Job, page: Document | null): void {
  const place = job.place
  const name = job.file.name
  const said = page?.querySelector('main h1')?.textContent ?? ''
  const section = document.getElementById(place)!
  section.querySelector('[data-note="progress"]')?.remove()
  const line = document.createElement('p')
  line.className = 'error-message'
  line.dataset['note'] = 'lost'
  line.textContent = `${name}: ${said === '' ? (WORDS.get('lost') ?? '') : said}`
  const again = document.createElement('button')
  again.type = 'button'
  again.className = 'button button--quiet'
  again.textContent = WORDS.get('again') ?? ''
  again.addEventListener('click', () => {
    line.remove()
    jobs.push(job)
    form!.dataset['sending'] = ''
    if (!isSending) void sendAll()
  })
  line.append(' ', again)
  section.append(line)
  announce(line.textContent ?? '')
}
