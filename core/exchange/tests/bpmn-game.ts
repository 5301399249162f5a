// A small engine of its own that plays an exported file, read back from its XML: tokens, joins that wait for each of their flows, parts, messages.
// It shares no code with what it judges. What may happen is drawn by chance; what happens by itself happens at once, as in other engines.
import { BpmnModdle } from 'bpmn-moddle'

type Element = {
  readonly $type: string
  readonly id: string
  readonly name?: string
  readonly flowElements?: readonly Element[]
  readonly incoming?: readonly Element[]
  readonly outgoing?: readonly Element[]
  readonly sourceRef?: Element
  readonly targetRef?: Element
  readonly attachedToRef?: Element
  readonly cancelActivity?: boolean
  readonly eventDefinitions?: readonly { readonly $type: string; readonly errorRef?: Element }[]
  readonly messageFlows?: readonly Element[]
}

export type Bpmn = { readonly processes: readonly Element[]; readonly messages: readonly Element[] }

export async function readBpmn(text: string): Promise<Bpmn> {
  const { rootElement } = await new BpmnModdle().fromXML(text)
  const roots = rootElement.rootElements as unknown as readonly Element[]
  return {
    processes: roots.filter(({ $type }) => $type === 'bpmn:Process'),
    messages: roots.find(({ $type }) => $type === 'bpmn:Collaboration')?.messageFlows ?? [],
  }
}

/** A process or part that runs; `answers` is the question that began it: what it ends with goes to whoever asked that. */
type Run = { readonly of: Element; readonly around: Run | null; readonly answers: number }
type Token = { readonly at: Element; readonly run: Run; readonly by: Element | null; readonly asked: number }

export type Play = {
  /** The steps in the order in which they were done. */
  readonly done: readonly string[]
  /** Names of the ends without a message that a process came to. */
  readonly ends: readonly string[]
  /** Where tokens are left once nothing moves; empty where all is over. */
  readonly left: readonly string[]
  /** Answers for which nobody waited any more. */
  readonly unheard: number
}

const MOST_MOVES = 3_000

/** `returnTo`: of a step that may send the work back, where to; a branch knows by it whether it begins again. */
export function play(bpmn: Bpmn, choose: (count: number) => number, returnTo: ReadonlyMap<string, string>): Play | 'unsettled' {
  const game = new Game(bpmn, choose, returnTo)
  for (let moves = 0; moves < MOST_MOVES; moves += 1) if (!game.move()) return game.result()
  return 'unsettled'
}

const has = ({ eventDefinitions = [] }: Element, kind: string): boolean =>
  eventDefinitions.some(({ $type }) => $type === `bpmn:${kind}EventDefinition`)
const nodesOf = ({ flowElements = [] }: Element): readonly Element[] => flowElements.filter(({ $type }) => $type !== 'bpmn:SequenceFlow')
const isWait = ({ $type }: Element): boolean => $type === 'bpmn:IntermediateCatchEvent' || $type === 'bpmn:EventBasedGateway'
const isWork = ({ $type }: Element): boolean => $type.endsWith('Task')
/** What comes from outside: a time that is over, or somebody who takes part and whose process is not drawn. */
type Happening = { readonly at: Element; readonly run: Run; readonly token: Token | null }

class Game {
  readonly #bpmn: Bpmn
  readonly #choose: (count: number) => number
  #tokens: Token[] = []
  #runs: Run[] = []
  #mail: { readonly flow: Element; readonly from: Run; readonly asked: number }[] = []
  #asked = 0
  readonly #returnTo: ReadonlyMap<string, string>
  /** The step to which the work was sent back, until other work is done. */
  #sentBack: string | null = null
  /** By which branch the work came back into a part. */
  readonly #enteredAgain = new WeakMap<Run, string>()
  readonly #done: string[] = []
  readonly #happened: string[] = []
  readonly #ends: string[] = []
  #unheard = 0

  constructor(bpmn: Bpmn, choose: (count: number) => number, returnTo: ReadonlyMap<string, string>) {
    this.#returnTo = returnTo
    this.#bpmn = bpmn
    this.#choose = choose
    for (const of of bpmn.processes) {
      const starts = nodesOf(of).filter((node) => node.$type === 'bpmn:StartEvent' && !has(node, 'Message'))
      if (starts.length > 0) this.#begin(of, null, starts[0]!, 0)
    }
  }

  result(): Play {
    return { done: this.#done, ends: this.#ends, left: this.#tokens.map(({ at }) => at.id), unheard: this.#unheard }
  }

  /** First what moves by itself, then the mail, then one piece of work. */
  move(): boolean {
    const free = this.#tokens.find((token) => !isWork(token.at) && !isWait(token.at) && this.#isReady(token))
    if (free !== undefined) return this.#pass(free)
    const over = this.#runs.find(
      (run) => !this.#tokens.some((token) => token.run === run) && !this.#runs.some(({ around }) => around === run),
    )
    if (over !== undefined) return this.#finish(over)
    const letter = this.#mail.shift()
    if (letter !== undefined) return this.#deliver(letter)
    const work = this.#tokens.filter(({ at }) => isWork(at))
    const [answers, endings] = [this.#answers(), this.#endings()]
    if (endings.length > 0 && this.#choose(9) === 0) return this.#happens(endings[this.#choose(endings.length)]!)
    if (work.length + answers.length === 0) return endings.length > 0 && this.#happens(endings[this.#choose(endings.length)]!)
    const drawn = this.#choose(work.length + answers.length)
    if (drawn >= work.length) return this.#happens(answers[drawn - work.length]!)
    const token = work[drawn]!
    this.#done.push(token.at.id)
    this.#sentBack = null
    return this.#pass(token)
  }

  #isFromOutside(at: Element): boolean {
    return (
      has(at, 'Timer') ||
      this.#bpmn.messages.some(({ sourceRef, targetRef }) => targetRef === at && sourceRef!.$type === 'bpmn:Participant')
    )
  }

  /** Of the events that wait. */
  #answers(): readonly Happening[] {
    return this.#tokens
      .filter(({ at }) => isWait(at))
      .flatMap((token) => {
        const events = token.at.$type === 'bpmn:EventBasedGateway' ? token.at.outgoing!.map(({ targetRef }) => targetRef!) : [token.at]
        return events.filter((at) => this.#isFromOutside(at)).map((at) => ({ at, run: token.run, token }))
      })
  }

  /** On the borders of the parts that run; one that lets the part go on comes once. */
  #endings(): readonly Happening[] {
    return this.#runs.flatMap((run) =>
      run.around === null
        ? []
        : nodesOf(run.around.of)
            .filter((at) => at.attachedToRef === run.of && this.#isFromOutside(at) && !this.#happened.includes(at.id))
            .map((at) => ({ at, run, token: null })),
    )
  }

  #happens({ at, run, token }: Happening): boolean {
    if (token !== null) {
      this.#take(token)
      this.#go(run, at.outgoing ?? [])
      return true
    }
    this.#done.push(at.id)
    this.#happened.push(at.id)
    if (at.cancelActivity !== false) {
      this.#clear(run)
      this.#runs = this.#runs.filter((each) => each !== run)
    }
    this.#go(run.around!, at.outgoing ?? [])
    return true
  }

  #begin(of: Element, around: Run | null, start: Element, answers: number): void {
    const run = { of, around, answers }
    this.#runs.push(run)
    this.#tokens.push({ at: start, run, by: null, asked: 0 })
  }

  #isReady({ at, run }: Token): boolean {
    if (at.$type !== 'bpmn:ParallelGateway') return true
    return (at.incoming ?? []).every((flow) => this.#tokens.some((token) => token.at === at && token.run === run && token.by === flow))
  }

  #take(token: Token): void {
    this.#tokens = this.#tokens.filter((each) => each !== token)
  }

  #go(run: Run, flows: readonly Element[], asked = 0): void {
    for (const flow of flows) this.#tokens.push({ at: flow.targetRef!, run, by: flow, asked })
  }

  #pass(token: Token): boolean {
    const { at, run, asked } = token
    this.#take(token)
    const out = at.outgoing ?? []
    if (at.$type === 'bpmn:EndEvent') return this.#end(at, run)
    if (at.$type === 'bpmn:SubProcess') {
      this.#begin(
        at,
        run,
        nodesOf(at).find(({ $type }) => $type === 'bpmn:StartEvent')!,
        0,
      )
      return true
    }
    if (at.$type === 'bpmn:ParallelGateway') {
      for (const flow of at.incoming ?? []) {
        const other = this.#tokens.find((each) => each.at === at && each.run === run && each.by === flow)
        if (other !== undefined) this.#take(other)
      }
      this.#go(run, out)
      return true
    }
    if (at.$type === 'bpmn:IntermediateThrowEvent') {
      this.#asked += 1
      this.#send(at, run, this.#asked)
      this.#go(run, out, this.#asked)
      return true
    }
    // Merges on the way to the event that waits keep what was asked.
    this.#go(run, out.length > 1 ? [this.#way(at, out, run)] : out, at.$type === 'bpmn:ExclusiveGateway' ? asked : 0)
    return true
  }

  /** An answer of somebody's is drawn. Whether a branch begins again is none: it depends on where the work was sent back to. */
  #way(at: Element, out: readonly Element[], run: Run): Element {
    const branch = at.id.replace(/^(gate|again)_/, '')
    if (at.id.startsWith('again_')) return out.find(({ name }) => name === (this.#enteredAgain.get(run) === branch ? 'yes' : 'no'))!
    if (at.id.startsWith('gate_')) {
      const named = out.find(({ name = '' }) => this.#sentBack !== null && name.includes(`${this.#sentBack}. `))
      if (named !== undefined) this.#enteredAgain.set(run, branch)
      return (
        named ?? out.find(({ name = '' }) => name.split(' / ').includes(this.#sentBack === null ? 'from its beginning' : 'it is over'))!
      )
    }
    const way = out[this.#choose(out.length)]!
    if (way.name?.split(' / ').includes('returned') === true) this.#sentBack = this.#returnTo.get(at.id.replace(/^choice_/, ''))!
    return way
  }

  #end(at: Element, run: Run): boolean {
    if (has(at, 'Message')) this.#send(at, run, this.#root(run).answers)
    else if (has(at, 'Terminate')) this.#clear(run)
    else if (has(at, 'Error')) return this.#throw(at.eventDefinitions![0]!.errorRef!, run)
    else if (run.around === null) this.#ends.push(at.name ?? '')
    return true
  }

  #root(run: Run): Run {
    return run.around === null ? run : this.#root(run.around)
  }

  #throw(error: Element, run: Run): boolean {
    if (run.around === null) throw new Error(`nobody catches ${error.id}`)
    const border = nodesOf(run.around.of).find(
      ({ attachedToRef, eventDefinitions }) => attachedToRef === run.of && eventDefinitions?.[0]?.errorRef === error,
    )
    this.#clear(run)
    this.#runs = this.#runs.filter((each) => each !== run)
    if (border === undefined) return this.#throw(error, run.around)
    this.#go(run.around, border.outgoing ?? [])
    return true
  }

  /** Everything in the run ends, the parts in it too. */
  #clear(run: Run): void {
    const inside = this.#runs.filter(({ around }) => around === run)
    for (const each of inside) this.#clear(each)
    this.#runs = this.#runs.filter((each) => !inside.includes(each))
    this.#tokens = this.#tokens.filter((token) => token.run !== run)
  }

  #finish(run: Run): boolean {
    this.#runs = this.#runs.filter((each) => each !== run)
    if (run.around !== null) this.#go(run.around, run.of.outgoing ?? [])
    return true
  }

  #send(at: Element, from: Run, asked: number): void {
    for (const flow of this.#bpmn.messages) if (flow.sourceRef === at) this.#mail.push({ flow, from, asked })
  }

  #deliver({ flow, asked }: { readonly flow: Element; readonly asked: number }): boolean {
    const to = flow.targetRef!
    if (to.$type === 'bpmn:StartEvent') {
      const of = this.#bpmn.processes.find((process) => nodesOf(process).includes(to))!
      this.#begin(of, null, to, asked)
      return true
    }
    if (to.$type !== 'bpmn:IntermediateCatchEvent') return true
    const gateway = to.incoming?.[0]?.sourceRef
    const waiting = this.#tokens.find((token) => token.asked === asked && (token.at === to || (token.at === gateway && isWait(token.at))))
    if (waiting === undefined) this.#unheard += 1
    else {
      this.#take(waiting)
      this.#go(waiting.run, to.outgoing ?? [])
    }
    return true
  }
}
