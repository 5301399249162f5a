/**
 * Colours for a screen, by class; on paper the attributes of the drawing hold, black on white. A styled SVG has them inside; a policy against
 * inline styles must name their hash.
 */
export const DIAGRAM_STYLES = `@media screen {
.diagram { fill: #16262a; }
.diagram .lane .band { fill: #ffffff; stroke: #c5d0d2; }
.diagram .lane.other .band { fill: #f5f8f7; }
.diagram .lane .header { fill: #e3eeee; stroke: #c5d0d2; }
.diagram .lane text { fill: #0b4650; }
.diagram .node .shape { stroke: #0b4650; }
.diagram .node .mark { stroke: #0b4650; }
.diagram .node .mark-filled { fill: #0b4650; stroke: #0b4650; }
.diagram .node.condition .shape { fill: #fdf3dc; stroke: #7a4d00; }
.diagram .node.bar .shape { fill: #0b4650; }
.diagram .node.terminal .shape { fill: #e3eeee; }
.diagram .node.informationSystem .shape { fill: #f5f8f7; }
.diagram .node.error .shape, .diagram .node.error .mark { stroke: #a8231b; }
.diagram .node.documentToRecipient .shape { fill: #e4f2e9; stroke: #17613a; }
.diagram .flow .line { stroke: #5c6f74; }
.diagram .flow .head { stroke: #5c6f74; }
.diagram .flow.control .head { fill: #5c6f74; }
.diagram text.head { fill: #0b4650; }
.diagram text.note, .diagram text.subtitle { fill: #4a5c61; }
.diagram text.title { fill: #07333b; }
}`
