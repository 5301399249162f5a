import { Fault, sourceText, type Language, type LocalText } from '@ruqsat/foundation'
import { type Edition, findVariant, findView, type Step, stepTimeText } from '@ruqsat/law'
import { flowGraph } from './flow-graph.ts'
import type { Box, BpmnPoint, Flow, FlowGraph, FlowNode, NodeKind } from './graph-model.ts'
import type { Pool } from './cast.ts'
import { actStepId } from './after-silence.ts'
import { type BpmnLayout, layoutOf } from './layout.ts'
import { xml, type Xml, xmlText } from './xml.ts'
import texts from './texts.yaml'

/**
 * One variant in one channel as BPMN 2.0 with diagram interchange, in one language: a collaboration with the staff procedure inside the channel's
 * steps. No extension elements; what the standard has no place for (times, paragraphs) is documentation. For exchange: nothing here runs it.
 * The same edition gives the same bytes. Throws a Fault for a variant or view that the regulation does not have.
 */
export function bpmnOf(edition: Edition, variantId: string, viewId: string, language: Language): string {
  const { regulation, hash } = edition
  const variant = findVariant(regulation, variantId)
  const view = variant && findView(variant, viewId)
  if (variant === null || view === null) throw new Fault(`Expected ${regulation.id} to have ${variantId} with ${viewId} but it does not`)
  const graph = flowGraph(regulation, variant, view, language)
  const layout = layoutOf(graph)
  const name = `${variant.name[language]}: ${view.name[language]}`
  const about = [regulation.service[language], regulation.act.title[language], `sha256 ${hash}`].join('\n')
  return xmlText(
    xml('bpmn:definitions', { ...NAMESPACES, id: 'definitions', targetNamespace: `urn:sha256:${hash}`, exporter: 'Ruqsat' }, [
      collaborationXml(graph, name, about),
      ...errorsOf(graph).map(({ code, name: title }) => xml('bpmn:error', { id: `error_${code}`, name: title, errorCode: code })),
      ...graph.pools.filter((pool) => !pool.isBlackBox).map((pool) => processXml(graph, pool.id, language)),
      diagramXml(graph, layout, name),
    ]),
  )
}

const NAMESPACES = {
  'xmlns:bpmn': 'http://www.omg.org/spec/BPMN/20100524/MODEL',
  'xmlns:bpmndi': 'http://www.omg.org/spec/BPMN/20100524/DI',
  'xmlns:dc': 'http://www.omg.org/spec/DD/20100524/DC',
  'xmlns:di': 'http://www.omg.org/spec/DD/20100524/DI',
}

function collaborationXml({ pools, messages }: FlowGraph, name: string, about: string): Xml {
  return xml('bpmn:collaboration', { id: 'collaboration' }, [
    xml('bpmn:documentation', {}, `${name}\n${about}`),
    ...pools.map((pool) =>
      xml('bpmn:participant', { id: pool.id, name: pool.name, processRef: pool.isBlackBox ? undefined : `process_${pool.id}` }),
    ),
    ...messages.map((flow) => xml('bpmn:messageFlow', { id: flow.id, sourceRef: flow.from, targetRef: flow.to })),
  ])
}

/** By which the work leaves the branches of a split: each is caught at the border of the part that it leaves. */
function errorsOf({ nodes }: FlowGraph): readonly { readonly code: string; readonly name: string }[] {
  const errors = nodes.flatMap(({ event, name, kind }) =>
    event?.kind === 'error' && kind === 'endEvent' ? [{ code: event.code, name }] : [],
  )
  return errors.filter(({ code }, at) => errors.findIndex((each) => each.code === code) === at)
}

function processXml(graph: FlowGraph, poolId: string, language: Language): Xml {
  const pool = graph.pools.find(({ id }) => id === poolId)!
  return xml('bpmn:process', { id: `process_${poolId}`, name: pool.name, isExecutable: false }, contentXml(graph, pool, null, language))
}

/** Lanes, nodes and flows of a process or of a part of it. */
function contentXml(graph: FlowGraph, pool: Pool, container: string | null, language: Language): readonly Xml[] {
  const nodes = graph.nodes.filter((node) => node.pool === pool.id && node.container === container)
  const flows = graph.sequence.filter((flow) => nodes.some(({ id }) => id === flow.from))
  // What is inside of a part is in the lanes of its process, as it is drawn.
  const lanes = (container === null ? pool.lanes : []).map((lane) => {
    const refs = graph.nodes.filter((node) => node.row === lane.id).map((node) => xml('bpmn:flowNodeRef', {}, node.id))
    return xml('bpmn:lane', { id: lane.id, name: lane.name }, refs)
  })
  return [
    ...(lanes.length === 0 ? [] : [xml('bpmn:laneSet', { id: `lanes_${pool.id}` }, lanes)]),
    ...nodes.map((node) => nodeXml(node, flows, language, node.kind === 'subProcess' ? contentXml(graph, pool, node.id, language) : [])),
    ...flows.map((flow) =>
      xml('bpmn:sequenceFlow', { id: flow.id, name: flow.name === '' ? undefined : flow.name, sourceRef: flow.from, targetRef: flow.to }),
    ),
  ]
}

function nodeXml(node: FlowNode, flows: readonly Flow[], language: Language, content: readonly Xml[]): Xml {
  const isTask = node.kind.endsWith('Task')
  const attributes = {
    id: node.id,
    name: node.name === '' ? undefined : node.name,
    attachedToRef: node.attachedTo,
    cancelActivity: node.goesOn === true ? false : undefined,
  }
  return xml(`bpmn:${node.kind}`, attributes, [
    ...(isTask ? [xml('bpmn:documentation', {}, documentation(node.step, language))] : []),
    ...(node.about === undefined ? [] : [xml('bpmn:documentation', {}, node.about)]),
    ...flows.filter(({ to }) => to === node.id).map(({ id }) => xml('bpmn:incoming', {}, id)),
    ...flows.filter(({ from }) => from === node.id).map(({ id }) => xml('bpmn:outgoing', {}, id)),
    ...content,
    ...eventXml(node),
  ])
}

function eventXml({ id, event }: FlowNode): readonly Xml[] {
  if (event === undefined) return []
  const attributes = { id: `${event.kind}_of_${id}`, ...(event.kind === 'error' && { errorRef: `error_${event.code}` }) }
  const content = event.kind === 'timer' ? [xml('bpmn:timeDuration', {}, event.lasts)] : []
  return [xml(`bpmn:${event.kind}EventDefinition`, attributes, content)]
}

const WORDS = texts.bpmn satisfies Readonly<Record<string, LocalText>>

/** What the act's table says of the step and BPMN has no element for. */
function documentation(step: Step, language: Language): string {
  const say = (word: keyof typeof WORDS): string => WORDS[word][language]
  const time = stepTimeText(step)[language] || say('noTime')
  const assumed = step.source.certainty === 'assumed' ? ` (${say('assumed')})` : ''
  return [
    `${say('step')}: ${actStepId(step.id)}`,
    `${say('completion')}: ${step.completion[language]}`,
    `${say('time')}: ${time}`,
    `${say('paragraph')}: ${step.source.act} ${sourceText(step.source)}${assumed}`,
  ].join('\n')
}

function diagramXml(graph: FlowGraph, layout: BpmnLayout, name: string): Xml {
  const shapes = [
    ...graph.pools.map(({ id }) => shapeXml(id, layout.pools.get(id)!, { isHorizontal: true })),
    ...graph.pools.flatMap(({ lanes }) => lanes.map(({ id }) => shapeXml(id, layout.lanes.get(id)!, { isHorizontal: true }))),
    ...graph.nodes.map((node) => shapeXml(node.id, layout.nodes.get(node.id)!, MARKS[node.kind] ?? {})),
  ]
  const edges = [...graph.sequence, ...graph.messages].map((flow) => edgeXml(flow.id, layout.edges.get(flow.id)!))
  return xml('bpmndi:BPMNDiagram', { id: 'diagram', name }, [
    xml('bpmndi:BPMNPlane', { id: 'plane', bpmnElement: 'collaboration' }, [...shapes, ...edges]),
  ])
}

/** What a shape says besides its place. */
const MARKS: Readonly<Partial<Record<NodeKind, Xml['attributes']>>> = {
  exclusiveGateway: { isMarkerVisible: true },
  subProcess: { isExpanded: true },
}

function shapeXml(element: string, box: Box, marks: Xml['attributes']): Xml {
  return xml('bpmndi:BPMNShape', { id: `shape_${element}`, bpmnElement: element, ...marks }, [xml('dc:Bounds', { ...box })])
}

function edgeXml(element: string, points: readonly BpmnPoint[]): Xml {
  return xml(
    'bpmndi:BPMNEdge',
    { id: `edge_${element}`, bpmnElement: element },
    points.map((point) => xml('di:waypoint', { ...point })),
  )
}
