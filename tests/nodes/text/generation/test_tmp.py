from pathlib import Path
from compound_nodes.generation.causal_lm import CausalLM
from compound_nodes.generation.openvino_lm import OpenVinoLM
from compound_nodes.generation.decoding import *
from compound_nodes.gguf_conversion import converted
from compound.values import Message
import time
def test_x(tiny_gguf, tiny_writer, tmp_path, monkeypatch):
    monkeypatch.setenv("COMPOUND_HOME", str(tmp_path))
    msg=(Message(role="user",content="hello the t"),)
    a=CausalLM.load(tiny_writer); t=time.time()
    print(a.count(msg)); print(finished(a.stream(msg,Decoding(24)))); print(time.time()-t)
    t=time.time(); b=CausalLM.load(tiny_gguf); print(time.time()-t); print(finished(b.stream(msg,Decoding(24))))
    t=time.time(); c=OpenVinoLM.load(tiny_gguf,context=512); print("ov", time.time()-t); print(c.count(msg)); print(finished(c.stream(msg,Decoding(24))))
    assert 0
