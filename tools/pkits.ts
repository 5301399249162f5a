// `npm run pkits -- DIR`: NIST's suite of certificate paths through our rules. The last line is `PKITS 249/249`; exit 1 where a case differs.
import { openPkits, pkitsFolder } from '@ruqsat/trust/pkits'

const folder = process.argv[2] ?? pkitsFolder()
if (folder === null) {
  console.log('Give the folder with cases.json, certs and crls: npm run pkits -- DIR')
  process.exit(2)
}
const suite = openPkits(folder)
let right = 0
for (const one of suite.cases) {
  const found = await suite.judge(one)
  if (suite.isRight(one, found)) right++
  else
    console.log(
      `${one.name}: expected ${one.valid ? `valid under ${one.userConstrainedPolicySet.join(', ')}` : 'invalid'}, found ${JSON.stringify(found)}`,
    )
}
console.log(`PKITS ${right}/${suite.cases.length}`)
process.exit(right === suite.cases.length ? 0 : 1)
