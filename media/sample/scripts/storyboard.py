"""Turns a storyboard into clips: drafts first, then the shots that were accepted."""
import os

import requests

API = "https://api-singapore.klingai.com"
HEADERS = {"Authorization": f"Bearer {os.environ['KLING_API_KEY']}"}


def draft(prompt: str) -> str:
    payload = {"model_name": "kling-v2-5-turbo", "prompt": prompt}
    response = requests.post(f"{API}/v1/videos/text2video", json=payload, headers=HEADERS, timeout=30)
    return response.json()["data"]["task_id"]


def final(prompt: str, image: str, mode: str, duration: int = 5) -> str:
    payload = {
        "model_name": "kling-v2-6",
        "prompt": prompt,
        "image": image,
        "mode": mode,
        "duration": str(duration),
    }
    response = requests.post(f"{API}/v1/videos/image2video", json=payload, headers=HEADERS, timeout=30)
    return response.json()["data"]["task_id"]


def poster(client, prompt: str):
    return client.text_to_video(prompt, duration=5, mode="standard", audio=False)
