import './styles/look.css'
import './styles/controls.css'
import { mount } from 'svelte'
import { clientOf } from './api'
import { App } from './shell/app.svelte'
import Window from './shell/Window.svelte'

const target = document.getElementById('app')
if (target) {
  const app = new App(clientOf(window.malar), window.malar)
  mount(Window, { target, props: { app } })
}
