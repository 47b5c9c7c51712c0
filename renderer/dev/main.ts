import '../styles/look.css'
import '../styles/controls.css'
import { mount } from 'svelte'
import atlas from '../../assets/atlas/fat-pad-atlas.json'
import { clientOf } from '../api'
import { App } from '../shell/app.svelte'
import Window from '../shell/Window.svelte'
import { readFaces, showFaces } from './faces'
import { fakeBridge } from './fake-bridge'

const asked = new URLSearchParams(location.search)
const target = document.getElementById('app')

async function start(): Promise<void> {
  const faces = await readFaces()
  const bridge = fakeBridge(atlas.regions, faces, {
    study: asked.get('study') ?? 'none',
    photographs: Number(asked.get('photographs') ?? 24),
    slow: Number(asked.get('slow') ?? 0),
    fail: asked.has('fail'),
  })
  showFaces(faces, bridge.regionOf)
  window.malar = bridge.bridge
  if (target) mount(Window, { target, props: { app: new App(clientOf(bridge.bridge), bridge.bridge) } })
}

void start()
