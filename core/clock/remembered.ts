/** Computes once for each of these objects. They are frozen data, so the memory is only speed. */
export function remembered<Table extends object, Value>(compute: (table: Table) => Value): (table: Table) => Value {
  const known = new WeakMap<Table, Value>()
  return (table) => {
    if (!known.has(table)) known.set(table, compute(table))
    return known.get(table)!
  }
}
