// A regulation in the formats that other programs read: BPMN 2.0 with diagram interchange, CPSV-AP as JSON-LD.
export { bpmnOf } from './bpmn.ts'
export { cpsvCatalogue, type Catalogued } from './cpsv.ts'
