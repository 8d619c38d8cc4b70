import { hosts } from '../support/hosts/hosts.ts'
import { hostScenario } from '../support/hosts/hostScenario.ts'
import { tableTalk } from '../support/hosts/tableTalk.ts'

for (const host of hosts) hostScenario(host, tableTalk)
