import type { CheckResult, ExportResult } from '../../electron/contract'
import { sentenceOf, type Client } from '../api'

/** What leaves the study, and whether the study is whole. */
export class Export {
  result = $state.raw<ExportResult | null>(null)
  check = $state.raw<CheckResult | null>(null)
  running = $state<'nothing' | 'export' | 'check'>('nothing')
  failure = $state('')

  constructor(private readonly client: Pick<Client, 'exportStudy' | 'checkStudy'>) {}

  async write(): Promise<void> {
    await this.#run('export', async () => {
      this.result = (await this.client.exportStudy()) ?? this.result
    })
  }

  async checkStudy(): Promise<void> {
    await this.#run('check', async () => {
      this.check = await this.client.checkStudy()
    })
  }

  async #run(what: 'export' | 'check', act: () => Promise<void>): Promise<void> {
    if (this.running !== 'nothing') return
    this.running = what
    this.failure = ''
    try {
      await act()
    } catch (error) {
      this.failure = sentenceOf(error)
    }
    this.running = 'nothing'
  }
}
