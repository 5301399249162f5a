import type { Child } from 'hono/jsx'
import type { Text } from '../../language/language.ts'
import texts from '../texts.yaml'

export type TableColumn = { readonly text: Text; readonly numeric?: boolean; readonly width?: 'narrow' | 'wide' }

export type TableProps = {
  readonly caption: Text
  /** The caption is for screen readers only, where a heading above says the same. */
  readonly captionHidden?: boolean
  readonly columns: readonly TableColumn[]
  /** Cells in the order of the columns; the first names the row. */
  readonly rows: readonly (readonly (Child | Text)[])[]
  /** What is said where there is no row. */
  readonly empty?: Text
}

/** On a narrow screen each row becomes a card whose cells carry their column's name. The roles keep it a table for screen readers then. */
export function Table({ caption, captionHidden, columns, rows, empty = texts.table.nothing }: TableProps) {
  if (rows.length === 0) return <p class="table__empty">{empty}</p>
  return (
    <table class="table" role="table">
      <caption class={captionHidden ? 'table__caption visually-hidden' : 'table__caption'}>{caption}</caption>
      <thead class="table__head" role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <th class={cellClass(column)} scope="col" role="columnheader">
              {column.text}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr class="table__row" role="row">
            {columns.map((column, place) => (
              <Cell column={column} first={place === 0} value={row[place] ?? ''} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Cell({ column, first, value }: { readonly column: TableColumn; readonly first: boolean; readonly value: Child | Text }) {
  const content = (
    <>
      <span class="table__label" aria-hidden="true">
        {column.text}
      </span>
      <span class="table__value">{value}</span>
    </>
  )
  return first ? (
    <th class={cellClass(column)} scope="row" role="rowheader">
      {content}
    </th>
  ) : (
    <td class={cellClass(column)} role="cell">
      {content}
    </td>
  )
}

function cellClass(column: TableColumn): string {
  return `table__cell${column.numeric ? ' table__cell--numeric' : ''}${column.width ? ` table__cell--${column.width}` : ''}`
}
